import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { IMAGES_FOLDER, TEMPLATE_FOLDER } from "../../grader/src/shared/paths.ts";
import { launchChromium } from "../../grader/src/shared/testing/chromium.ts";
import { builtSite } from "../../grader/src/workshop/site/testing/built-site.ts";
import { readReference } from "../../grader/src/workshop/site/testing/open-harness.ts";
import { openSite, type OpenSite } from "../../grader/src/workshop/site/testing/open-site.ts";
import { serveStatic } from "../../grader/src/workshop/site/testing/serve.ts";

/* `node --import tsx docs/images/screenshot-site.ts` takes the pictures of the site for docs/site.md; with names, only these. */

interface Shot {
  readonly name: string;
  readonly colorScheme: "light" | "dark";
  readonly width: number;
  readonly height: number;
  readonly prepare: (site: OpenSite) => Promise<void>;
}

const SHOTS: readonly Shot[] = [
  { name: "site", colorScheme: "light", width: 1280, height: 800, prepare: write },
  { name: "site-dark", colorScheme: "dark", width: 1280, height: 800, prepare: write },
  { name: "site-narrow", colorScheme: "light", width: 360, height: 640, prepare: ({ page }) => showEditor(page) },
  { name: "site-lab", colorScheme: "light", width: 1280, height: 800, prepare: attack },
];

const reference = await readReference();
const server = await serveStatic(await builtSite());
const browser = await launchChromium(process.env, process.getuid?.() === 0);
const names = process.argv.slice(2);
for (const shot of SHOTS) if (names.length === 0 || names.includes(shot.name)) await take(browser, shot);
await browser.close();
await server.stop();

async function take(chromium: Browser, { name, colorScheme, width, height, prepare }: Shot): Promise<void> {
  const options = { viewport: { width: 1280, height }, colorScheme, reducedMotion: "reduce" } as const;
  const site = await openSite(chromium, server.url, options);
  await site.page.setViewportSize({ width, height });
  await prepare(site);
  await site.page.screenshot({ path: `${IMAGES_FOLDER}${name}.png` });
  console.log(`docs/images/${name}.png`);
  await site.close();
}

/** A stub replaced by a mistake. */
async function write(site: OpenSite): Promise<void> {
  const { page } = site;
  await site.command("exercise 1.1");
  const stubs = await readFile(`${TEMPLATE_FOLDER}/src/linear/losses.ts`, "utf8");
  await site.write(stubs.replace(/throw new NotImplementedError\("1.1 hingeLoss"\);?/, "return tf.relu(margins);"));
  await page.keyboard.press("Control+Home");
  await page.waitForSelector("#tests .diff");
}

async function showEditor(page: Page): Promise<void> {
  await page.locator("#areas button", { hasText: "Editor" }).click();
}

async function attack(site: OpenSite): Promise<void> {
  const { page } = site;
  for (const [path, text] of Object.entries(reference)) {
    if (!/fgsm|metrics/.test(path)) continue;
    await site.command(`open ${path}`);
    await site.write(text);
  }
  await site.command("lab: attack");
  await page.frameLocator(".lab-view iframe").locator("#adversarial").waitFor();
}
