import { join } from "node:path";
import { takeFirst } from "@robustness-lab/fixtures";
import { loadEngine } from "@robustness-lab/fixtures/engine";
import { readMnist } from "@robustness-lab/fixtures/mnist";
import type { Browser, Page } from "playwright-core";
import { launchChromium } from "../../../grader/src/shared/testing/chromium.ts";
import { FULL, QUICK } from "../../experiments/experiment.ts";
import { importOwnCode } from "../../experiments/own-code.ts";
import { recipeOf, type Recipe } from "../../experiments/training/recipe.ts";
import { initialState, trainEpoch } from "../../experiments/training/train-epoch.ts";
import { openLab, sliderToPicture, until } from "./lab-page.ts";
import { makeStudentFolder, startLab } from "./lab-server.ts";

/*
 * `node --import tsx template/lab/testing/measure-training.ts 3` measures an epoch in the page and in Node, in turns, because
 * other programs may slow the machine down; then how the page responds while it trains, and how soon it is idle after a stop.
 * With `5 quick`, an epoch has a tenth of the digits.
 */

const [TURNS, IS_QUICK] = [Number(process.argv[2] ?? 3), process.argv[3] === "quick"];
const MOVES = 30;
const MODELS: readonly (readonly [label: string, attack: Recipe["attack"]])[] = [
  ["LeNet", { kind: "none" }],
  ["robust LeNet", { kind: "fgsm", epsilon: 0.25 }],
];

const student = await makeStudentFolder("solution");
const server = await startLab(student.folder);
const browser = await launchChromium(process.env, process.getuid?.() === 0);
const { page, close } = await openLab(browser, `${server.url}?engine=wasm`);
try {
  await page.waitForSelector("#adversarial");
  const inNode = await nodeTrainer();
  await page.locator("#epochs").fill("1");
  await page.locator("#quick").setChecked(IS_QUICK);
  for (const [label, attack] of MODELS) {
    const times: { readonly node: number; readonly page: number }[] = [];
    for (let turn = 0; turn < TURNS; turn += 1) {
      times.push({ node: await inNode(attack), page: await inPage(page, attack.kind) });
      console.log(`${label}, one epoch, seconds: ${JSON.stringify(times.at(-1))}`);
    }
    const [node, ours] = [median(times.map((each) => each.node)), median(times.map((each) => each.page))];
    const ratio = median(times.map((each) => each.page / each.node));
    console.log(
      `${label}, ten such epochs in the page: ${((10 * ours) / 60).toFixed(2)} minutes; in Node: ${((10 * node) / 60).toFixed(2)}; ` +
        `median ratio of the turns: ${ratio.toFixed(2)}`,
    );
  }
  await respond(page, browser);
} finally {
  await close();
  await browser.close();
  await server.stop();
  await student.remove();
}

async function nodeTrainer(): Promise<(attack: Recipe["attack"]) => Promise<number>> {
  await loadEngine("wasm", { threads: await page.evaluate<number>("navigator.hardwareConcurrency") });
  const { functions } = await importOwnCode(join(student.folder, "src"));
  const [dataset, test] = [await readMnist("train"), await readMnist("test")];
  return async (attack) => {
    const recipe = recipeOf("lenet", { attack, epochs: 1 });
    const { trainImages, testImages } = IS_QUICK ? QUICK : FULL;
    const state = initialState(recipe);
    const from = performance.now();
    await trainEpoch(state, {
      functions,
      recipe,
      dataset: takeFirst(dataset, trainImages),
      test: takeFirst(test, testImages),
      onStep: () => {},
    });
    return (performance.now() - from) / 1000;
  };
}

/** The time of the epoch as the page saves it. */
async function inPage(lab: Page, attack: string): Promise<number> {
  await lab.locator(`input[name="training-attack"][value="${attack}"]`).check({ force: true });
  const saved = lab.waitForRequest((request) => request.method() === "POST", { timeout: 0 });
  await lab.locator("#training button.primary").click();
  const seconds = Number(new URL((await saved).url()).searchParams.get("seconds"));
  await lab.locator("#training button.primary").waitFor();
  return seconds;
}

async function respond(lab: Page, chromium: Browser): Promise<void> {
  await lab.locator("#epochs").fill("30");
  const [idle, training] = [await sliderToPicture(lab, MOVES), [] as number[]];
  await lab.locator("#training button.primary").click();
  await until(lab, `document.querySelector("#training .steps")?.textContent.includes("step 2 of")`, 60_000);
  training.push(...(await sliderToPicture(lab, MOVES)));
  for (const [label, times] of [
    ["idle", idle],
    ["training", training],
  ] as const) {
    const [middle, slowest] = [median(times), Math.max(...times)];
    console.log(`slider to picture, ${label}: median ${middle.toFixed(0)} ms, slowest ${slowest.toFixed(0)} ms`);
  }
  const from = performance.now();
  await lab.locator("#stop-training").click();
  await lab.locator("#training button.primary").waitFor();
  const back = performance.now() - from;
  console.log(
    `stop to button: ${back.toFixed(0)} ms; stop to idle: ${(await idleAfter(chromium, from)).toFixed(0)} ms`,
  );
}

/** The time until the browser's processes use less than a tenth of a core for 200 ms. */
async function idleAfter(chromium: Browser, fromMs: number): Promise<number> {
  const session = await chromium.newBrowserCDPSession();
  const used = async (): Promise<number> => {
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    return processInfo.reduce((sum, { cpuTime }) => sum + 1000 * cpuTime, 0);
  };
  for (;;) {
    const [startMs, before] = [performance.now(), await used()];
    await new Promise((resolve) => setTimeout(resolve, 200));
    if ((await used()) - before < 20) return startMs - fromMs;
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
