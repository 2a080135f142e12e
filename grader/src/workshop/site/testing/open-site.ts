import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** The site in a browser, as a student has it, and what went wrong on it. */
export interface OpenSite {
  readonly page: Page;
  /** Uncaught errors, and violations of the policy. */
  readonly errors: readonly string[];
  /** Waits until a run of tests has ended, and returns the line above the tests: "Exercise 1.1: 3 of 6 pass". */
  readonly testsDone: (expected: RegExp) => Promise<string>;
  /** Runs a command of the palette by keys alone. */
  readonly command: (words: string) => Promise<void>;
  /** Answers a question of the palette. */
  readonly answer: (line: string) => Promise<void>;
  /** Replaces the text of the open file, as a paste does. */
  readonly write: (text: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function openSite(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<OpenSite> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, ...options });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => void errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && /Content Security Policy/.test(message.text())) errors.push(message.text());
  });
  await page.goto(url);
  // The page reloads once to be isolated.
  await page.waitForSelector('.summary[data-running="false"] >> text=/pass/');
  return {
    page,
    errors,
    testsDone: async (expected) => {
      const summary = page.locator('.summary[data-running="false"]', { hasText: expected });
      await summary.waitFor();
      return summary.innerText();
    },
    command: async (words) => {
      await page.keyboard.press("Control+k");
      await page.keyboard.insertText(words);
      await page.keyboard.press("Enter");
    },
    answer: async (line) => {
      await page.waitForSelector("#palette-line:focus");
      await page.keyboard.press("Control+a");
      await page.keyboard.type(line);
      await page.keyboard.press("Enter");
    },
    write: async (text) => {
      await page.locator(".cm-content").focus();
      await page.keyboard.press("Control+a");
      await page.keyboard.insertText(text);
    },
    close: () => context.close(),
  };
}
