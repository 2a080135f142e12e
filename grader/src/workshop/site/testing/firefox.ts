import { launch, type Browser, type BrowserContext, type Page } from "puppeteer-core";
import { findProgram } from "../../../shared/testing/find-program.ts";

/** Ends the titles of tests that are left out where Firefox is missing. */
export const NEEDS_FIREFOX = "[needs Firefox]";

/** The path of the installed Firefox; undefined if there is none. */
export function findFirefox(env: NodeJS.ProcessEnv): string | undefined {
  return env.FIREFOX ?? findProgram(["firefox-esr", "firefox"], env.PATH ?? "");
}

/** Starts Firefox, driven by WebDriver BiDi. @param downloads the folder that it saves files to without asking */
export function launchFirefox(executablePath: string, downloads: string): Promise<Browser> {
  return launch({
    browser: "firefox",
    executablePath,
    headless: true,
    extraPrefsFirefox: { "browser.download.folderList": 2, "browser.download.dir": downloads },
  });
}

/** The site in Firefox, as a student has it. */
export interface FirefoxSite {
  readonly page: Page;
  /** Uncaught errors, and violations of the policy. */
  readonly errors: readonly string[];
  /** Presses keys together: "Control", "k". */
  readonly press: (...keys: readonly Key[]) => Promise<void>;
  /** Waits until a run of tests has ended, and its line fits. */
  readonly testsDone: (expected: RegExp) => Promise<string>;
  /** Runs a command of the palette by keys alone. */
  readonly command: (words: string) => Promise<void>;
  /** Replaces the text of the open file, as a paste does. */
  readonly write: (text: string) => Promise<void>;
  /** The text of the first element. */
  readonly text: (selector: string) => Promise<string>;
}

type Key = Parameters<Page["keyboard"]["press"]>[0];

/** Opens the site, and waits for the first run of the tests. */
export async function openInFirefox(context: BrowserContext, url: string): Promise<FirefoxSite> {
  const page = await context.newPage();
  await page.setViewport({ width: 1400, height: 900 });
  const errors: string[] = [];
  page.on("pageerror", (error) => void errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && /Content.Security.Policy/.test(message.text())) errors.push(message.text());
  });
  await page.goto(url);
  const site = { page, errors, ...actionsOn(page) };
  await site.testsDone(/pass/);
  return site;
}

function actionsOn(page: Page): Omit<FirefoxSite, "page" | "errors"> {
  const press = async (...keys: readonly Key[]): Promise<void> => {
    for (const key of keys.slice(0, -1)) await page.keyboard.down(key);
    for (const key of keys.slice(-1)) await page.keyboard.press(key);
    for (const key of keys.slice(0, -1).reverse()) await page.keyboard.up(key);
  };
  const text = (selector: string): Promise<string> =>
    page.$eval(selector, (element) => (element as unknown as { readonly innerText: string }).innerText);
  return {
    press,
    text,
    testsDone: async (expected) => {
      // A string, because the tests' own types know no document.
      const summary = `document.querySelector('.summary[data-running="false"]')?.innerText ?? ""`;
      await page.waitForFunction(`${String(expected)}.test(${summary})`, { timeout: 60_000 });
      return text(".summary");
    },
    command: async (words) => {
      await press("Control", "k");
      await page.waitForSelector("#palette-dialog[open] input");
      await page.keyboard.type(words);
      await press("Enter");
    },
    write: async (content) => {
      await page.focus(".cm-content");
      await press("Control", "a");
      await page.evaluate(pasteScript(content));
    },
  };
}

/** BiDi has no clipboard. Firefox makes the data of an event from its text, and leaves out those of a script. */
function pasteScript(data: string): string {
  const init = { bubbles: true, cancelable: true, dataType: "text/plain", data };
  return `document.activeElement.dispatchEvent(new ClipboardEvent("paste", ${JSON.stringify(init)})), undefined`;
}
