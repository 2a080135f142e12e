import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../../shared/testing/chromium.ts";
import { openFile } from "../../../shared/testing/file-page.ts";
import { overflow, seriousFindings } from "../../../shared/testing/page.ts";
import { parseResult, type Result } from "../../score/result.ts";
import { readHtmlAssets, renderHtml } from "../html.ts";
import { renderTexts } from "../report-content.ts";
import { SAMPLE_RESULTS } from "../testing/sample-results.ts";
import { createAnswerRenderer } from "./answer-renderer.ts";
import { HOSTILE_ANSWERS, HOSTILE_SIZES } from "./testing/hostile-answers.ts";

/* Reports of students who attack whoever reads their answers, opened from disk. */

const assets = await readHtmlAssets();
const renderer = createAnswerRenderer();
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium(process.env, process.getuid?.() === 0);
});
afterAll(async () => {
  await renderer.close();
  await browser.close();
});

const sample = SAMPLE_RESULTS.marked as Result;
const [question] = sample.written;

/** A report in which each text is the answer to a question, and the comment on it. */
async function pageOf(texts: readonly string[]): Promise<string> {
  const written = texts.map((text, index) => ({ ...question!, id: `W${index + 1}`, answer: text, comment: text }));
  const result = parseResult({ ...sample, written });
  return renderHtml(result, assets, await renderTexts(result, renderer));
}

/** Where the headings of the page and its last part are: an answer must not change that. */
const SHAPE = `[...document.querySelectorAll("h1, h2, h3, footer, article.check, .answer, .comment")].map((each) => {
  const path = [];
  for (let at = each; at !== null; at = at.parentElement) path.unshift(at.localName);
  return path.join(" ");
})`;

test("hostile answers run nothing, request nothing and change nothing around them", { timeout: 120_000 }, async () => {
  const texts = Object.values(HOSTILE_ANSWERS);
  const plain = await openFile(browser, await pageOf(texts.map((_, index) => `plain ${index}`)));
  const shape = await plain.page.evaluate(SHAPE);
  await plain.close();
  for (const colorScheme of ["light", "dark"] as const) {
    const { page, requests, alarms, close } = await openFile(browser, await pageOf(texts), { colorScheme });
    expect(await page.evaluate(SHAPE)).toEqual(shape);
    expect(await page.locator("script, iframe, object, embed, svg script, form, base, link, main style").count()).toBe(
      0,
    );
    expect(await page.locator("a:not([href^='http']):not([href^='mailto:'])").count()).toBe(0);
    expect(await page.locator(".rendered img, .rendered [style], .rendered [id]").count()).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
    for (const width of [360, 1024]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await overflow(page)).toBeLessThanOrEqual(0);
    }
    expect({ requests, alarms }).toEqual({ requests: [], alarms: [] });
    await close();
  }
});

test("deep and long answers leave a page that is alive", { timeout: 180_000 }, async () => {
  const { page, requests, alarms, close } = await openFile(browser, await pageOf(Object.values(HOSTILE_SIZES)));
  expect(await page.locator("article.check").count()).toBeGreaterThanOrEqual(Object.keys(HOSTILE_SIZES).length);
  expect(await page.locator("footer h2").isVisible()).toBe(true);
  expect({ requests, alarms }).toEqual({ requests: [], alarms: [] });
  await close();
});

test("five answers full of formulas stay below a megabyte", { timeout: 60_000 }, async () => {
  const formula = "$\\hat x_i^2 = \\frac{w}{\\lVert w \\rVert_2}$ ";
  const texts = [1, 2, 3, 4, 5].map((each) => `${each} ${formula.repeat(6000 / formula.length)}`);
  const written = texts.map((answer, index) => ({ ...question!, id: `W${index + 1}`, answer }));
  const result = parseResult({ ...sample, written });
  const html = renderHtml(result, assets, await renderTexts(result, renderer));
  console.log(`report.html: ${Buffer.byteLength(html)} bytes with five long answers`);
  expect(Buffer.byteLength(html)).toBeLessThan(1e6);
});
