import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** A page of the lab, and what went on behind it. */
export interface LabPage {
  readonly page: Page;
  /** Every address that was asked for. */
  readonly requests: readonly string[];
  /** Errors of the page's own code, and what its policy refused. */
  readonly errors: readonly string[];
  readonly close: () => Promise<void>;
}

/** Opens the lab. A marker on its window tells later whether it was reloaded. */
export async function openLab(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<LabPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const [requests, errors]: [string[], string[]] = [[], []];
  context.on("request", (request) => void requests.push(request.url()));
  page.on("websocket", (socket) => void requests.push(socket.url()));
  page.on("pageerror", (error) => void errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && /Content Security Policy/.test(message.text())) errors.push(message.text());
  });
  await page.goto(url);
  await page.evaluate("window.isTheSamePage = true");
  return { page, requests, errors, close: () => context.close() };
}

/** Whether the page is the one that was opened, not a reloaded one. */
export function isTheSamePage(page: Page): Promise<boolean> {
  return page.evaluate<boolean>("window.isTheSamePage === true");
}

/** Waits until an expression is true. Playwright's own way needs eval in the page, which its policy refuses. */
export async function until(page: Page, expression: string, limitMs = 15_000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await page.evaluate<boolean>(`Boolean(${expression})`))) {
    if (performance.now() > end) throw new Error(`not true within ${limitMs} ms: ${expression}`);
    await page.waitForTimeout(20);
  }
}

/** The pixels that a picture shows, in [0, 1], exactly. */
export function pixelsOf(page: Page, selector: string): Promise<number[]> {
  return page.evaluate<number[]>(`[...document.querySelector(${JSON.stringify(selector)}).pixels]`);
}

/** Waits until the attack panel shows the settings given. */
export async function waitForAttack(page: Page, settings: Readonly<Record<string, string>>): Promise<void> {
  const selector = Object.entries(settings).map(([name, value]) => `[data-${name}="${value}"]`);
  await page.waitForSelector(`.pictures${selector.join("")}`);
}

/** What axe finds serious or critical, in one line each. */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  // Through evaluate, which the page's policy lets through, unlike a script tag.
  await page.evaluate(await axeSource());
  const { violations } = await page.evaluate<AxeResults>("axe.run(document, { resultTypes: ['violations'] })");
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target.join(" ")} ${failureSummary ?? ""}`),
    );
}

/** By how many pixels the page is wider than its window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
}

let source: Promise<string> | undefined;

async function axeSource(): Promise<string> {
  const { readFile } = await import("node:fs/promises");
  return (source ??= readFile(AXE, "utf8"));
}
