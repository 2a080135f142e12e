import { mkdir } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { launchChromium } from "../../grader/src/shared/testing/chromium.ts";
import { openLab } from "../../template/lab/testing/lab-page.ts";
import { makeStudentFolder, startLab } from "../../template/lab/testing/lab-server.ts";
import { IMAGES_FOLDER } from "../../grader/src/shared/paths.ts";

/*
 * `node --import tsx docs/images/screenshot-lab.ts` takes the pictures of the lab page for README and docs; with names, such
 * as `lab-dark`, only these.
 */

interface Shot {
  readonly name: string;
  readonly sources: "template" | "solution";
  readonly colorScheme: "light" | "dark";
  readonly width: number;
  /** Of the window; absent for the whole page. */
  readonly height?: number;
  readonly prepare: (page: Page) => Promise<void>;
}

const SHOTS: readonly Shot[] = [
  { name: "lab", sources: "solution", colorScheme: "light", width: 1280, height: 1010, prepare: runPgd },
  { name: "lab-results", sources: "solution", colorScheme: "light", width: 1100, prepare: fillResults },
  { name: "lab-training", sources: "solution", colorScheme: "light", width: 1280, height: 680, prepare: train },
  { name: "lab-dark", sources: "solution", colorScheme: "dark", width: 1280, height: 900, prepare: runPgd },
  { name: "lab-narrow", sources: "solution", colorScheme: "light", width: 360, height: 1500, prepare: runPgd },
  { name: "lab-stubs", sources: "template", colorScheme: "light", width: 1280, height: 800, prepare: waitForStubs },
];

await mkdir(IMAGES_FOLDER, { recursive: true });
const browser = await launchChromium(process.env, process.getuid?.() === 0);
for (const shot of SHOTS) if (isWanted(shot)) await take(browser, shot);
await browser.close();

function isWanted({ name }: Shot): boolean {
  const names = process.argv.slice(2);
  return names.length === 0 || names.includes(name);
}

async function take(chromium: Browser, { name, sources, colorScheme, width, height, prepare }: Shot): Promise<void> {
  const student = await makeStudentFolder(sources);
  const server = await startLab(student.folder);
  const viewport = { width, height: height ?? 900 };
  const { page, close } = await openLab(chromium, server.url, { viewport, colorScheme, reducedMotion: "reduce" });
  await page.waitForSelector(".pictures");
  await prepare(page);
  await page.evaluate("document.activeElement?.blur(), scrollTo(0, 0)");
  await page.screenshot({ path: `${IMAGES_FOLDER}${name}.png`, fullPage: height === undefined });
  console.log(`docs/images/${name}.png`);
  await close();
  await server.stop();
  await student.remove();
}

async function runPgd(page: Page): Promise<void> {
  await page.waitForSelector("#adversarial");
  await page.locator('input[value="pgd-linf"]').check({ force: true });
  await page.waitForSelector(".strip");
}

async function fillResults(page: Page): Promise<void> {
  await page.waitForSelector("#adversarial");
  await page.getByRole("button", { name: "Fool" }).click();
  await page.waitForSelector("#gallery table");
  await page.locator("#accuracy select").selectOption("1000");
  await page.getByRole("button", { name: "Measure" }).click();
  await page.locator("#accuracy .parts").waitFor({ timeout: 300_000 });
  // The attack panel has a separate screenshot.
  await page.evaluate("document.querySelector('#attack').remove()");
}

/** A training on a tenth of the digits, while it runs. */
async function train(page: Page): Promise<void> {
  await page.waitForSelector("#adversarial");
  await page.evaluate(
    "document.querySelectorAll('#attack, #accuracy, #gallery, #plane').forEach((each) => each.remove())",
  );
  await page.locator("#quick").check();
  await page.locator('input[name="training-attack"][value="fgsm"]').check({ force: true });
  await page.locator("#training button.primary").click();
  await page.locator("#training", { hasText: "After epoch 7" }).waitFor({ timeout: 600_000 });
}

async function waitForStubs(page: Page): Promise<void> {
  await page.waitForSelector("#attack .waiting");
}
