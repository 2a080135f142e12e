import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type BrowserContext } from "playwright-core";
import { ROOT } from "../../../shared/paths.ts";
import { findChromium, launchChromium } from "../../../shared/testing/chromium.ts";
import { builtSite } from "./built-site.ts";
import { measureTraining } from "./measure-training.ts";
import { openHarness, readReference } from "./open-harness.ts";
import { serveStatic } from "./serve.ts";

/*
 * Measures the site in Chromium: node --import tsx grader/src/workshop/site/testing/measure.ts start|grade|train|kills ...
 *
 * Needs a quiet machine: train takes half an hour, kills ten minutes. train-short and kills-short try that they run.
 */

const MEASUREMENTS: Readonly<Record<string, () => Promise<void>>> = {
  start,
  grade,
  train,
  // Each in seconds, to try that they run.
  "train-short": () => trainModels(true),
  kills,
  "kills-short": () => killOften(3),
};
const isRoot = process.getuid?.() === 0;
const KILLS = 50;
const SEED = 1;

for (const name of process.argv.slice(2)) {
  const measure = MEASUREMENTS[name];
  if (measure === undefined) throw new Error(`${name}: expected ${Object.keys(MEASUREMENTS).join(", ")}`);
  await measure();
}

async function withSite<T>(use: (url: string, sent: Map<string, number>) => Promise<T>): Promise<T> {
  const server = await serveStatic(await builtSite());
  return use(server.url, server.sent).finally(server.stop);
}

/** First and repeat visit at 20 Mbit/s and 20 ms. */
async function start(): Promise<void> {
  await withSite(async (url, sent) => {
    const browser = await launchChromium(process.env, isRoot);
    const context = await browser.newContext();
    for (const visit of ["first", "repeat"]) {
      const page = await context.newPage();
      const cdp = await context.newCDPSession(page);
      const bytesPerSecond = 20e6 / 8;
      const network = {
        offline: false,
        latency: 20,
        downloadThroughput: bytesPerSecond,
        uploadThroughput: bytesPerSecond,
      };
      await cdp.send("Network.enable");
      await cdp.send("Network.emulateNetworkConditions", network);
      sent.clear();
      const from = performance.now();
      const times: string[] = [];
      const mark = async (what: string, selector: string): Promise<void> => {
        await page.waitForSelector(selector, { timeout: 60_000 });
        times.push(`${what} ${((performance.now() - from) / 1000).toFixed(1)} s`);
      };
      await page.goto(url, { waitUntil: "commit" });
      await mark("editor", ".cm-content");
      await mark("tests", '.summary[data-running="false"] >> text=/of \\d+ pass/');
      const bytes = [...sent.values()].reduce((sum, each) => sum + each, 0);
      console.log(`${visit} visit: ${times.join(", ")}; ${(bytes / 1e6).toFixed(2)} MB`);
      await page.waitForTimeout(15_000);
      await page.close();
    }
    await browser.close();
  });
}

/** The reference, typed in: its tests, and the grade of its zip. */
async function grade(): Promise<void> {
  await withSite(async (url) => {
    const browser = await launchChromium(process.env, isRoot);
    const site = await openHarness(await browser.newContext(), url);
    const folder = await mkdtemp(join(tmpdir(), "site-"));
    for (const [name, files] of Object.entries({ stubs: {}, reference: await readReference() })) {
      await site.write(files);
      const { results } = await site.runTests();
      console.log(`${name}: ${results.filter(({ state }) => state === "pass").length} of ${results.length} tests pass`);
      const zip = join(folder, `${name}.zip`);
      await writeFile(zip, Buffer.from(await site.evaluate<number[]>("site.handIn().then(({ zip }) => [...zip])")));
      const args = ["robustness-lab", "grade", zip, "--seed", "1", "--out", join(folder, name)];
      const { stdout } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
      console.log(`${name}.zip: ${/\d+ ?\/ ?100/.exec(stdout)?.[0] ?? stdout}`);
    }
    const others = site.requests.filter((asked) => !asked.startsWith(url) && !asked.startsWith("blob:"));
    console.log(`requests elsewhere: ${others.length}; errors: ${site.errors.length}`);
    await rm(folder, { recursive: true });
    await browser.close();
  });
}

/** The published trainings in the tab, LeNet in Node too, and the accuracies of the tab's models. */
function train(): Promise<void> {
  return trainModels(false);
}

async function trainModels(isShort: boolean): Promise<void> {
  await withSite(async (url, sent) => {
    const browser = await launchChromium(process.env, isRoot);
    const site = await openHarness(await browser.newContext(), url);
    await site.write(await readReference());
    sent.clear();
    await measureTraining(site, isShort);
    const bytes = [...sent.values()].reduce((sum, each) => sum + each, 0);
    console.log(`${(bytes / 1e6).toFixed(2)} MB were loaded for it`);
    await browser.close();
  });
}

/** Kills the browser while it is typed, and counts what is lost. */
function kills(): Promise<void> {
  return killOften(KILLS);
}

async function killOften(count: number): Promise<void> {
  await withSite(async (url) => {
    const profile = await mkdtemp(join(tmpdir(), "site-"));
    let [state, lostMost, projects, text] = [SEED, 0, 0, ""];
    for (let kill = 0; kill < count; kill += 1) {
      const { context, process: browser } = await startProcess(profile, 9300 + (kill % 50));
      const site = await openHarness(context, url);
      const found = await site.evaluate<string>(`site.workspace.read("src/typed.ts") ?? ""`);
      if (kill > 0 && !found.startsWith(text.slice(0, 20))) projects += 1;
      lostMost = Math.max(lostMost, text.length - found.length);
      text = found;
      state = (state * 48_271) % 2_147_483_647;
      const keys = 5 + (state % 40);
      for (let key = 0; key < keys; key += 1) {
        text += String(key % 10);
        await site.write({ "src/typed.ts": text });
        await site.page.waitForTimeout(20);
      }
      const ended = new Promise((resolve) => browser.once("exit", resolve));
      browser.kill("SIGKILL");
      await ended;
    }
    console.log(`${count} kills: at most ${lostMost} keystrokes lost (one each 20 ms); projects lost: ${projects}`);
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  });
}

/** A browser of our own, so that its process can be killed. */
async function startProcess(profile: string, port: number) {
  const args = [`--user-data-dir=${profile}`, `--remote-debugging-port=${port}`, "--headless", "--no-first-run"];
  const browser = spawn(findChromium(process.env), [...args, ...(isRoot ? ["--no-sandbox"] : []), "about:blank"], {
    stdio: "ignore",
  });
  for (let tries = 0; ; tries += 1) {
    try {
      const connected = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
      return { context: connected.contexts()[0] as BrowserContext, process: browser };
    } catch (error) {
      if (tries > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
