import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** A page opened from disk, with its requests and signs of injected code. */
export interface FilePage {
  readonly page: Page;
  /** Every requested URL except the file itself and data URLs. */
  readonly requests: readonly string[];
  /** Signs that injected code ran or was blocked: dialogs, new windows, policy violations, errors, console messages. */
  readonly alarms: readonly string[];
  readonly close: () => Promise<void>;
}

/** Writes a page to a new folder and opens it by its file URL, as a double click does. */
export async function openFile(browser: Browser, html: string, options: BrowserContextOptions = {}): Promise<FilePage> {
  const folder = await mkdtemp(join(tmpdir(), "page-"));
  const file = join(folder, "page.html");
  await writeFile(file, html);
  const url = pathToFileURL(file).href;
  const context = await browser.newContext({ viewport: { width: 1000, height: 900 }, ...options });
  const [requests, alarms]: [string[], string[]] = [[], []];
  // Runs before the page's own code and regardless of its policy.
  await context.addInitScript(
    `addEventListener("securitypolicyviolation", (event) => console.error("policy: " + event.violatedDirective));`,
  );
  const page = await context.newPage();
  context.on("request", (request) => {
    if (request.url() !== url && !request.url().startsWith("data:")) requests.push(request.url());
  });
  context.on("page", () => void alarms.push("a new window"));
  page.on("dialog", (dialog) => {
    alarms.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("pageerror", (error) => void alarms.push(`error: ${error.message}`));
  page.on("console", (message) => void alarms.push(`${message.type()}: ${message.text()}`));
  await page.goto(url);
  const close = async (): Promise<void> => {
    await context.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { page, requests, alarms, close };
}

/** Counts the pages of a PDF by the page objects that Chromium writes. */
export function pagesIn(pdf: Buffer): number {
  return pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}
