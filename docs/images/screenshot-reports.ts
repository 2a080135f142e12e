import { mkdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { launchChromium } from "../../grader/src/shared/testing/chromium.ts";
import { IMAGES_FOLDER } from "../../grader/src/shared/paths.ts";

/*
 * `node --import tsx docs/images/screenshot-reports.ts <report.html> <overview.html> <results/report.html>` takes the pictures
 * of these pages for README and docs: a grading report, a class overview and the students' comparison of their trainings.
 * "" leaves a page out.
 */

interface Shot {
  readonly name: string;
  readonly page: string;
  readonly colorScheme: "light" | "dark";
  readonly width: number;
  readonly height: number;
  /** A selector, to show only this part of the page. */
  readonly part?: string;
}

const [report = "", overview = "", experiments = ""] = process.argv.slice(2);
const ALL: readonly Shot[] = [
  { name: "report", page: report, colorScheme: "light", width: 1000, height: 1500 },
  { name: "report-dark", page: report, colorScheme: "dark", width: 1000, height: 1500 },
  { name: "report-narrow", page: report, colorScheme: "light", width: 360, height: 1800 },
  { name: "report-attack", page: report, colorScheme: "light", width: 1000, height: 900, part: "main > :has(#figure)" },
  { name: "overview", page: overview, colorScheme: "light", width: 1100, height: 1500 },
  { name: "overview-dark", page: overview, colorScheme: "dark", width: 1100, height: 1500 },
  { name: "overview-narrow", page: overview, colorScheme: "light", width: 360, height: 1800 },
  { name: "experiments", page: experiments, colorScheme: "light", width: 960, height: 870 },
];
const SHOTS = ALL.filter(({ page }) => page !== "");

const odd = SHOTS.filter(({ page }) => !page.endsWith(".html")).map(({ page }) => basename(page));
if (SHOTS.length === 0 || odd.length > 0) throw new Error(`got "${odd.join(", ")}", expected pages that end in .html`);
await mkdir(IMAGES_FOLDER, { recursive: true });
const browser = await launchChromium(process.env, process.getuid?.() === 0);
for (const shot of SHOTS) await take(browser, shot);
await browser.close();

async function take(chromium: Browser, shot: Shot): Promise<void> {
  const { name, page: file, colorScheme, width, height, part } = shot;
  const context = await chromium.newContext({ viewport: { width, height }, colorScheme });
  const page = await context.newPage();
  await page.goto(pathToFileURL(resolve(file)).href);
  const path = join(IMAGES_FOLDER, `${name}.png`);
  await (part === undefined ? page.screenshot({ path }) : page.locator(part).screenshot({ path }));
  console.log(`docs/images/${name}.png`);
  await context.close();
}
