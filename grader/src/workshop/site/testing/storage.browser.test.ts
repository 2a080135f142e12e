import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../../shared/testing/chromium.ts";
import { builtSite } from "./built-site.ts";
import { openSite } from "./open-site.ts";
import { serveStatic, type StaticServer } from "./serve.ts";

/* What threatens the student's work is told before it hurts, and the work comes back. */

let browser: Browser;
let server: StaticServer;

const MINUTES = { timeout: 3 * 60_000 };
const SAVE = "Download your hand-in zip now";

beforeAll(async () => {
  server = await serveStatic(await builtSite());
  browser = await launchChromium(process.env, process.getuid?.() === 0);
}, MINUTES.timeout);
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const textOf = (page: Page) => page.locator(".cm-content").innerText();
const banner = (page: Page, sentence: string) => page.locator(".storage:visible", { hasText: sentence });

/** Waits until the text of the open file is stored. */
async function untilStored(page: Page, text: string): Promise<void> {
  const find = `new Promise((resolve) => {
    const open = indexedDB.open("robustness-lab " + location.pathname);
    open.onsuccess = () => {
      const all = open.result.transaction("files").objectStore("files").getAll();
      all.onsuccess = () => {
        open.result.close();
        resolve(all.result.some(({ content }) => content === ${JSON.stringify(text)}));
      };
    };
  })`;
  await expect.poll(() => page.evaluate(find), { timeout: 20_000 }).toBe(true);
}

test("full storage is told with the way out, and when there is room again, everything is kept", MINUTES, async () => {
  const { page, write, close } = await openSite(browser, server.url);
  const devtools = await page.context().newCDPSession(page);
  const { origin } = new URL(server.url);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });
  await write("// more than there is room for");
  await banner(page, "The browser's storage is full: your last edits are only in this tab.").waitFor();
  expect(await page.locator(".storage").innerText()).toContain(SAVE);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin });
  await write("// kept again");
  await page.locator(".storage").waitFor({ state: "hidden" });
  await page.reload();
  await page.waitForSelector(".cm-content");
  expect(await textOf(page)).toContain("// kept again");
  await close();
});

test("storage that is almost full is told at the start", MINUTES, async () => {
  const context = await browser.newContext();
  await context.addInitScript(
    "StorageManager.prototype.estimate = () => Promise.resolve({ quota: 2 ** 30, usage: 2 ** 30 - 1000 })",
  );
  const page = await context.newPage();
  await page.goto(server.url);
  await banner(page, "The browser's storage is almost full.").waitFor();
  await context.close();
});

test(
  "storage that is cleared while the page is open is told at once, and filled again without an edit",
  MINUTES,
  async () => {
    const { page, write, close } = await openSite(browser, server.url);
    await write("// written before");
    await untilStored(page, "// written before");
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Storage.clearDataForOrigin", {
      origin: new URL(server.url).origin,
      storageTypes: "indexeddb",
    });
    await banner(page, "The browser has deleted the stored files of this page").waitFor();
    await untilStored(page, "// written before");
    await page.reload();
    await page.waitForSelector(".cm-content");
    expect(await textOf(page)).toContain("// written before");
    await close();
  },
);

test.each([
  ["a private window", "StorageManager.prototype.getDirectory = () => Promise.reject(new Error())", "private window"],
  ["a browser that keeps nothing", 'Object.defineProperty(globalThis, "indexedDB", { value: {} })', "only in this tab"],
])("%s is told before anything is written", MINUTES, async (_, script, sentence) => {
  const context = await browser.newContext();
  await context.addInitScript(script);
  const page = await context.newPage();
  await page.goto(server.url);
  await banner(page, sentence).waitFor();
  expect(await page.locator(".storage").innerText()).toContain(SAVE);
  await context.close();
});

test("a tab that crashes while it is written in comes back with the text", MINUTES, async () => {
  const { page, write, close } = await openSite(browser, server.url);
  await write("// the last line before the crash");
  // Storing takes less than the time to the next key.
  await untilStored(page, "// the last line before the crash");
  const crashed = page.waitForEvent("crash");
  await page.goto("chrome://crash").catch(() => {});
  await crashed;
  const again = await page.context().newPage();
  await again.goto(server.url);
  await again.waitForSelector(".cm-content");
  expect(await textOf(again)).toContain("// the last line before the crash");
  await close();
});
