import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchChromium } from "../../shared/testing/chromium.ts";
import { overflow, seriousFindings } from "../../shared/testing/page.ts";
import { openFile, pagesIn } from "../../shared/testing/file-page.ts";
import { NASTY } from "../../shared/testing/nasty.ts";
import { toClassOverview } from "./class-overview.ts";
import { toRow, toRowWithout, type Identity } from "./row.ts";
import { hostileClass, SAMPLE_CLASS, sampleClassFile, sampleSimilarity } from "./testing/sample-class.ts";
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
  return renderOverviewHtml(toClassOverview(rows, sampleClassFile([]), sampleSimilarity()));
}

test.each([...NASTY.entries()])(
  "hostile names and messages run nothing, request nothing and fit the page (text %i)",
  async (_, nasty) => {
    const { page, requests, alarms, close } = await openFile(browser, await pageOf(hostileClass(nasty)));
    for (const width of [360, 1000]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await overflow(page)).toBeLessThanOrEqual(0);
    }
    expect(await page.locator("script").count()).toBe(1);
    expect(await page.locator("iframe, object, form, base, link, img").count()).toBe(0);
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

test("links lead into the folders of the class, and each row leads to its report", async () => {
  const { page, close } = await openFile(browser, await pageOf(SAMPLE_CLASS));
  const links = await page.$$eval("a", (all) => all.map((each) => (each as unknown as { href: string }).href));
  const folder = page.url().replace(/[^/]*$/, "");
  expect(links.every((href) => href.startsWith(folder) && href.endsWith("/report.html"))).toBe(true);
  expect(await page.locator("#class tbody tr:has(a)").count()).toBe(13);
  await close();
});

describe("the table of the class", () => {
  const names = (page: Page): Promise<string[]> => page.locator("#class tbody tr:visible th a").allTextContents();

  test("is sorted by a click on a column, and the other way round by another", async () => {
    const { page, alarms, close } = await openFile(browser, await pageOf(SAMPLE_CLASS));
    const score = page.getByRole("button", { name: "Score" });
    await score.click();
    expect((await names(page))[0]).toBe("student 01");
    expect(await page.locator("#class th[aria-sort]").getAttribute("aria-sort")).toBe("descending");
    await score.click();
    expect((await names(page)).slice(0, 2).sort()).toEqual(["empty", "student 12"]);
    expect(alarms).toEqual([]);
    await close();
  });

  test("is searched and filtered from the keyboard", async () => {
    const { page, close } = await openFile(browser, await pageOf(SAMPLE_CLASS));
    await page.locator("#search").focus();
    await page.keyboard.type("STUDENT 1");
    expect(await names(page)).toEqual(["student 01", "student 10", "student 11", "student 12"]);
    expect(await page.locator("#shown").textContent()).toBe("4 of 16");
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.press("Backspace");
    await page.keyboard.press("Tab");
    await page.locator("#filter").selectOption("similar");
    expect(await names(page)).toEqual(["student 02", "student 03"]);
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.id")).toBe("copy-shown");
    await close();
  });

  test("can be read without scripts, which hides only what needs them", async () => {
    const { page, close } = await openFile(browser, await pageOf(SAMPLE_CLASS), { javaScriptEnabled: false });
    expect(await page.locator("#class tbody tr").count()).toBe(16);
    expect(await page.locator("#tools:visible, button:visible").count()).toBe(0);
    await page.locator("#misconceptions ~ table summary").first().click();
    expect(await page.locator("#misconceptions ~ table a:visible").allTextContents()).toEqual([
      "student 07",
      "student 08",
      "student 09",
    ]);
    await close();
  });
});

test("ids of who makes a mistake are copied, one per line", async () => {
  const { page, close } = await openFile(browser, await pageOf(SAMPLE_CLASS), {
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await page.locator("#misconceptions ~ table summary").first().click();
  await page.locator("#misconceptions ~ table button").first().click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  expect(await page.evaluate("navigator.clipboard.readText()")).toBe("student 07\nstudent 08\nstudent 09");
  await close();
});

test("sixty submissions are under five screens of 1080 pixels", async () => {
  const { page, close } = await openFile(browser, await pageOf(classOfSixty()), {
    viewport: { width: 1280, height: 1080 },
  });
  expect(await page.locator("#class tbody tr").count()).toBe(64);
  expect(await page.evaluate("document.documentElement.scrollHeight")).toBeLessThan(5 * 1080);
  await close();
});

/** Four copies of the class, each with its own names. */
function classOfSixty(): typeof SAMPLE_CLASS {
  return [1, 2, 3, 4].flatMap((copy) =>
    SAMPLE_CLASS.map(
      ([entry, result]) => [{ ...entry, id: `${entry.id}/${copy}`, name: `${entry.name} ${copy}` }, result] as const,
    ),
  );
}

test("it prints on a few pages", async () => {
  const { page, close } = await openFile(browser, await pageOf(SAMPLE_CLASS));
  const pages = pagesIn(await page.pdf({ format: "A4" }));
  expect(pages).toBeGreaterThanOrEqual(2);
  expect(pages).toBeLessThanOrEqual(6);
  await close();
});
