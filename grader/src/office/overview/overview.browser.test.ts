import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchChromium } from "../../shared/testing/chromium.ts";
import { overflow, seriousFindings } from "../../shared/testing/page.ts";
import { openFile, pagesIn } from "../../shared/testing/file-page.ts";
import { NASTY } from "../../shared/testing/nasty.ts";
import { toClassOverview } from "./class-overview.ts";
import { toRow, toRowWithout, type Identity } from "./row.ts";
import { hostileClass, SAMPLE_CLASS, sampleClassFile } from "./testing/sample-class.ts";
import { renderOverviewHtml } from "./write.ts";

/* The overview of a class, opened from disk in a real browser, as a TA does. */

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium(process.env, process.getuid?.() === 0);
});
afterAll(() => browser.close());

function pageOf(members: typeof SAMPLE_CLASS): Promise<string> {
  const rows = members.map(([entry, result]) => {
    return result === null ? toRowWithout(entry) : toRow(entry as Identity, result);
  });
  return renderOverviewHtml(toClassOverview(rows, sampleClassFile([])));
}

test.each([...NASTY.entries()])(
  "hostile names and messages run nothing, request nothing and fit the page (text %i)",
  async (_, nasty) => {
    const { page, requests, alarms, close } = await openFile(browser, await pageOf(hostileClass(nasty)));
    for (const width of [360, 1000]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await overflow(page)).toBeLessThanOrEqual(0);
    }
    expect(await page.locator("script, iframe, object, form, base, link, img").count()).toBe(0);
    expect({ requests, alarms }).toEqual({ requests: [], alarms: [] });
    await close();
  },
);

describe.each(["light", "dark"] as const)("in a %s window", (colorScheme) => {
  test("the overview has no serious axe finding, and fits small and large screens", async () => {
    const { page, alarms, close } = await openFile(browser, await pageOf(SAMPLE_CLASS), { colorScheme });
    expect(await seriousFindings(page)).toEqual([]);
    for (const width of [360, 768, 2560]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await overflow(page)).toBeLessThanOrEqual(0);
    }
    expect(alarms).toEqual([]);
    await close();
  });
});

test("links can be reached with the keyboard, and lead into the folders of the class", async () => {
  const { page, close } = await openFile(browser, await pageOf(SAMPLE_CLASS));
  await page.keyboard.press("Tab");
  expect(await page.evaluate("document.activeElement.getAttribute('href')")).toBe("./student%2002/report.html");
  const links = await page.$$eval("a", (all) => all.map((each) => (each as unknown as { href: string }).href));
  const folder = page.url().replace(/[^/]*$/, "");
  expect(links.every((href) => href.startsWith(folder) && href.endsWith("/report.html"))).toBe(true);
  await close();
});

test("it prints on a few pages", async () => {
  const { page, close } = await openFile(browser, await pageOf(SAMPLE_CLASS));
  const pages = pagesIn(await page.pdf({ format: "A4" }));
  expect(pages).toBeGreaterThanOrEqual(2);
  expect(pages).toBeLessThanOrEqual(6);
  await close();
});
