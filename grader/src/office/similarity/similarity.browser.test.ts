import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchChromium } from "../../shared/testing/chromium.ts";
import { openFile } from "../../shared/testing/file-page.ts";
import { overflow, seriousFindings } from "../../shared/testing/page.ts";
import { compareClass } from "./compare.ts";
import { toSimilarity } from "./similarity.ts";
import { generateClass } from "./testing/generated-class.ts";
import { renderSimilarityHtml } from "./write.ts";

/* similarity.html of a small class with a copy, opened from disk in a real browser. */

let browser: Browser;
let html: string;

beforeAll(async () => {
  browser = await launchChromium(process.env, process.getuid?.() === 0);
  const { sources } = await generateClass(4, 1, 1);
  const comparison = compareClass(sources, []);
  html = await renderSimilarityHtml(toSimilarity(sources, comparison, ["a note"]), comparison);
});
afterAll(() => browser.close());

describe.each(["light", "dark"] as const)("in a %s window", (colorScheme) => {
  test("it has no serious axe finding, fits small and large screens, and requests nothing", async () => {
    const { page, requests, alarms, close } = await openFile(browser, html, { colorScheme });
    expect(await seriousFindings(page)).toEqual([]);
    for (const width of [360, 768, 2560]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await overflow(page)).toBeLessThanOrEqual(0);
    }
    expect({ requests, alarms }).toEqual({ requests: [], alarms: [] });
    await close();
  });
});

test("a pair is reached from the table by keyboard, and shows both sides with what they share", async () => {
  const { page, close } = await openFile(browser, html);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#pair-1$/);
  const first = page.locator(".pair").first();
  expect(await first.locator(".sides").first().locator("pre:visible").count()).toBe(2);
  expect(await first.locator("mark:visible").count()).toBeGreaterThan(10);
  await close();
});
