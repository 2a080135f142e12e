import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { launchChromium } from "./testing/chromium.ts";
import { makeStudentFolder, startLab } from "./testing/lab-server.ts";
import { openLab } from "./testing/page.ts";

/* `npm run screenshots`: pictures of the lab for the READMEs, in docs/images. */

const IMAGES = fileURLToPath(new URL("../../../docs/images/", import.meta.url));

/** One picture. */
interface Shot {
  readonly name: string;
  readonly sources: "template" | "solution";
  readonly colorScheme: "light" | "dark";
  readonly width: number;
  /** Of the window; without one, the whole page. */
  readonly height?: number;
  readonly prepare: (page: Page) => Promise<void>;
}

const SHOTS: readonly Shot[] = [
  { name: "lab", sources: "solution", colorScheme: "light", width: 1280, prepare: fillEverything },
  { name: "lab-dark", sources: "solution", colorScheme: "dark", width: 1280, height: 900, prepare: runPgd },
  { name: "lab-narrow", sources: "solution", colorScheme: "light", width: 360, height: 1500, prepare: runPgd },
  { name: "lab-stubs", sources: "template", colorScheme: "light", width: 1280, height: 800, prepare: waitForStubs },
];

await mkdir(IMAGES, { recursive: true });
const browser = await launchChromium(process.env, process.getuid?.() === 0);
for (const shot of SHOTS) await take(browser, shot);
await browser.close();

async function take(chromium: Browser, { name, sources, colorScheme, width, height, prepare }: Shot): Promise<void> {
  const student = await makeStudentFolder(sources);
  const server = await startLab(student.folder);
  const viewport = { width, height: height ?? 900 };
  const { page, close } = await openLab(chromium, server.url, { viewport, colorScheme, reducedMotion: "reduce" });
  // A folder of the exercise has a name, and no number.
  await page.route("/", async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace(/(student-folder" content=")[^"]*/, "$1robustness-lab");
    await route.fulfill({ response, body });
  });
  await page.reload();
  await page.waitForSelector(".pictures");
  await prepare(page);
  await page.screenshot({ path: `${IMAGES}${name}.png`, fullPage: height === undefined });
  console.log(`docs/images/${name}.png`);
  await close();
  await server.stop();
  await student.remove();
}

async function runPgd(page: Page): Promise<void> {
  await page.waitForSelector("#adversarial");
  await page.locator('input[value="pgd-linf"]').check({ force: true });
  await page.waitForSelector(".strip");
  await page.evaluate("document.activeElement?.blur()");
}

async function fillEverything(page: Page): Promise<void> {
  await page.waitForSelector("#adversarial");
  await page.getByRole("button", { name: "Turn digits" }).click();
  await page.waitForSelector("#gallery table");
  await page.locator("#accuracy select").selectOption("1000");
  await page.getByRole("button", { name: "Measure" }).click();
  await page.locator("#accuracy .parts").waitFor({ timeout: 300_000 });
  await runPgd(page);
}

async function waitForStubs(page: Page): Promise<void> {
  await page.waitForSelector("#attack .waiting");
}
