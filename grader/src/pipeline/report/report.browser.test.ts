import { encode } from "fast-png";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchChromium } from "../../shared/testing/chromium.ts";
import { overflow, seriousFindings } from "../../shared/testing/page.ts";
import type { JudgedCheck } from "../judge/judgement.ts";
import { RUBRIC } from "../score/rubric.ts";
import { score } from "../score/score.ts";
import { WRITTEN_QUESTIONS } from "../score/written.ts";
import type { Result } from "../score/result.ts";
import { NASTY } from "../../shared/testing/nasty.ts";
import { openFile, pagesIn } from "../../shared/testing/file-page.ts";
import { readHtmlAssets, renderHtml } from "./html.ts";
import { hostileResult, SAMPLE_RESULTS } from "./testing/sample-results.ts";

/* Reports opened from disk in a real browser, as a student does. */

const assets = await readHtmlAssets();
const pageOf = (result: Result): string => renderHtml(result, assets);
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium(process.env, process.getuid?.() === 0);
});
afterAll(() => browser.close());

/** The longest possible result: every check of the real rubric failed, and all texts by others are long and hostile. */
function longestResult(): Result {
  const verdicts = RUBRIC.map(({ id }, index): JudgedCheck => {
    return {
      id,
      verdict: "failed",
      // The judge's limit for messages.
      message: `asked: ${id}\n${(NASTY[index % NASTY.length] ?? "").repeat(60)}`.slice(0, 3000),
      durationMs: 1,
    };
  });
  const sample = hostileResult(NASTY.join(" "), NASTY.join("\n"));
  const { submission, grader, integrity, warnings, printed } = sample;
  const figure = (SAMPLE_RESULTS["all-passed"] as Result).figure;
  const judged = { status: "judged", verdicts, integrity: Array<string>(60).fill(NASTY[2] ?? "") } as const;
  return score(
    RUBRIC,
    { ...judged, ...(printed === undefined ? {} : { printed }) },
    {
      ...{ submission, grader, integrity, warnings, durationMs: 1, written: WRITTEN_QUESTIONS },
      ...(figure === undefined ? {} : { figure }),
    },
  );
}

describe("a report with hostile texts everywhere", () => {
  test.each([...NASTY.entries()])(
    "runs nothing, requests nothing and keeps its structure (text %i)",
    async (_, nasty) => {
      const { page, requests, alarms, close } = await openFile(browser, pageOf(hostileResult(nasty, nasty)));
      for (const width of [360, 1000]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await overflow(page)).toBeLessThanOrEqual(0);
      }
      expect(await page.locator("script, iframe, object, form, base, link, meta[http-equiv=refresh]").count()).toBe(0);
      expect(await page.locator("a:not([href^='http']):not([href^='mailto:'])").count()).toBe(0);
      expect(await page.locator("style").count()).toBe(1);
      expect(await page.locator("footer h2").isVisible()).toBe(true);
      expect({ requests, alarms }).toEqual({ requests: [], alarms: [] });
      await close();
    },
  );

  test("has a policy that blocks and reports what would run without escaping", async () => {
    const unescaped = pageOf(hostileResult("name", "message")).replace(
      "<main>",
      `<main>${NASTY[1]}${NASTY[2]}${NASTY[7]}`,
    );
    const blocked = await openFile(browser, unescaped);
    expect(blocked.alarms.filter((alarm) => alarm.startsWith("dialog"))).toEqual([]);
    for (const directive of ["script-src-elem", "img-src", "style-src-elem"]) {
      expect(blocked.alarms).toContainEqual(expect.stringContaining(`policy: ${directive}`));
    }
    await blocked.close();
    const open = await openFile(browser, unescaped.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ""));
    expect(open.alarms).toContain("dialog: 1");
    expect(open.requests).toContainEqual(expect.stringMatching(/\/x$/));
    await open.close();
  });
});

describe.each(["light", "dark"] as const)("in a %s window", (colorScheme) => {
  test.each(Object.entries({ ...SAMPLE_RESULTS, longest: longestResult() }))(
    "the report of %s has no serious axe finding and fits a phone",
    async (_, result) => {
      const { page, close } = await openFile(browser, pageOf(result), { colorScheme });
      expect(await seriousFindings(page)).toEqual([]);
      await page.setViewportSize({ width: 360, height: 800 });
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      await close();
    },
  );
});

test("every image of the figure is decoded at its size", async () => {
  const { page, alarms, close } = await openFile(browser, pageOf(SAMPLE_RESULTS["all-passed"] as Result));
  const sizes = await page.$$eval("img", (images) =>
    (images as unknown as { naturalWidth: number }[]).map((each) => each.naturalWidth),
  );
  expect(sizes).toEqual([28, 28, 28, 28]);
  expect(alarms).toEqual([]);
  await close();
});

test("a large picture of answers.md is decoded, and fits a phone", async () => {
  const result = hostileResult("figures/loss curve.png", "message");
  const large = encode({ width: 2000, height: 30, data: new Uint8Array(2000 * 30), channels: 1 });
  const html = renderHtml(result, assets, { pictures: new Map([["answers-picture-1.png", large]]) });
  const { page, alarms, close } = await openFile(browser, html);
  expect(await page.$eval(".picture img", (image) => (image as unknown as { naturalWidth: number }).naturalWidth)).toBe(
    2000,
  );
  await page.setViewportSize({ width: 360, height: 800 });
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  expect(await seriousFindings(page)).toEqual([]);
  expect(alarms).toEqual([]);
  await close();
});

describe("on paper", () => {
  test.each<readonly [string, Result, readonly [number, number]]>([
    ["a student who passed everything", SAMPLE_RESULTS["all-passed"] as Result, [2, 3]],
    ["a student with two failed checks", SAMPLE_RESULTS["some-failed"] as Result, [2, 3]],
    ["the longest result", longestResult(), [30, 120]],
  ])("the report of %s has a plausible page count", async (_, result, [low, high]) => {
    const { page, close } = await openFile(browser, pageOf(result));
    const pdf = await page.pdf({ format: "A4" });
    expect(pagesIn(pdf)).toBeGreaterThanOrEqual(low);
    expect(pagesIn(pdf)).toBeLessThanOrEqual(high);
    await close();
  });
});

test("collapsed sections are expanded on paper", async () => {
  const { page, close } = await openFile(browser, pageOf(SAMPLE_RESULTS["some-failed"] as Result));
  const folded = page.locator("details:not([open]) td").first();
  expect(await folded.isVisible()).toBe(false);
  await page.emulateMedia({ media: "print" });
  expect(await folded.isVisible()).toBe(true);
  await close();
});

test("the longest report is below a megabyte", () => {
  expect(Buffer.byteLength(pageOf(longestResult()))).toBeLessThan(1e6);
  console.log(`report.html: ${Buffer.byteLength(pageOf(longestResult()))} bytes at the longest`);
});
