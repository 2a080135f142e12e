import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** An open lab page, with its requests and errors. */
export interface LabPage {
  readonly page: Page;
  /** The URLs of all requests and web sockets. */
  readonly requests: readonly string[];
  /** Uncaught errors of the page's code, and violations of its content security policy. */
  readonly errors: readonly string[];
  readonly close: () => Promise<void>;
}

/** Opens the lab and marks its window, so that isTheSamePage can detect a reload. */
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

/** False if the page was reloaded since openLab. */
export function isTheSamePage(page: Page): Promise<boolean> {
  return page.evaluate<boolean>("window.isTheSamePage === true");
}

/** Waits until an expression is true. Playwright's waitForFunction needs eval, which the page's policy blocks. */
export async function until(page: Page, expression: string, limitMs = 15_000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await page.evaluate<boolean>(`Boolean(${expression})`))) {
    if (performance.now() > end) throw new Error(`not true within ${limitMs} ms: ${expression}`);
    await page.waitForTimeout(20);
  }
}

/** The exact pixels of a picture, in [0, 1]. */
export function pixelsOf(page: Page, selector: string): Promise<number[]> {
  return page.evaluate<number[]>(`[...document.querySelector(${JSON.stringify(selector)}).pixels]`);
}

/** Waits until the attack panel shows the result for these settings. */
export async function waitForAttack(page: Page, settings: Readonly<Record<string, string>>): Promise<void> {
  const selector = Object.entries(settings).map(([name, value]) => `[data-${name}="${value}"]`);
  await page.waitForSelector(`.pictures${selector.join("")}`);
}

/** Moves the slider of epsilon, and waits for the picture each time. @returns the times in milliseconds */
export async function sliderToPicture(page: Page, moves: number): Promise<number[]> {
  const times: number[] = [];
  for (let move = 1; move <= moves; move += 1) {
    times.push(
      await page.evaluate<number>(`new Promise((resolve) => {
        const slider = document.querySelector("#epsilon");
        const value = (0.01 * ${move}).toFixed(2);
        const from = performance.now();
        const watch = () => Number(document.querySelector(".pictures").dataset.epsilon) === Number(value)
          ? requestAnimationFrame(() => resolve(performance.now() - from)) : setTimeout(watch, 0);
        slider.value = value;
        slider.dispatchEvent(new Event("input"));
        watch();
      })`),
    );
  }
  return times;
}
