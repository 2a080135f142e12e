import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../../grader/src/shared/testing/chromium.ts";
import { openFile } from "../../../grader/src/shared/testing/file-page.ts";
import { overflow, seriousFindings } from "../../../grader/src/shared/testing/page.ts";
import type { ExperimentRecord } from "../records/record.ts";
import { own, published, unmeasured } from "../testing/records.ts";
import { renderReport } from "./html.ts";

/* results/report.html, opened from disk in a real browser. */

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium(process.env, process.getuid?.() === 0);
});
afterAll(() => browser.close());

const costs = { wallSeconds: 61, processorSeconds: 118, peakBytes: 5e8 };
const pageOf = (records: readonly ExperimentRecord[]): string =>
  renderReport(records.map((record, index) => ({ record, costs, isOlder: index % 2 === 1 })));
/** A student who tried much, with names as long as allowed. */
const many = Array.from({ length: 12 }, (_, index) => ({ ...published, name: `${"x".repeat(57)}-${index}` }));

test.each<readonly [string, readonly ExperimentRecord[]]>([
  ["two results", [published, own]],
  ["twelve results", many],
  ["no measurements", [unmeasured]],
])("a report of %s has no serious axe finding and fits a phone, in light and dark", async (_title, records) => {
  for (const colorScheme of ["light", "dark"] as const) {
    const { page, requests, alarms, close } = await openFile(browser, pageOf(records), { colorScheme });
    expect(await seriousFindings(page)).toEqual([]);
    await page.setViewportSize({ width: 360, height: 800 });
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect({ requests, alarms }).toEqual({ requests: [], alarms: [] });
    await close();
  }
});
