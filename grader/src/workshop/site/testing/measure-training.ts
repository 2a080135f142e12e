import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { FrameLocator, Page } from "playwright-core";
import { checkpointPath } from "../../../../../template/experiments/records/result-files.ts";
import { readCosts } from "../../../../../template/experiments/records/costs.ts";
import { ROOT } from "../../../shared/paths.ts";
import type { Harness } from "./open-harness.ts";

/* Trains in the tab, trains the same in Node, and measures in Node the models that the tab has trained. */

/** A model to train; the long form is the one whose results are published. */
interface Model {
  readonly network: "lenet" | "logistic-regression";
  readonly attack: "none" | "fgsm";
}

const LENET: Model = { network: "lenet", attack: "none" };
const MODELS: readonly Model[] = [
  LENET,
  { network: "logistic-regression", attack: "none" },
  { network: "lenet", attack: "fgsm" },
];

/** A result of the lab in the browser's storage. */
interface Stored {
  readonly name: string;
  readonly checkpoint: string;
}

interface Trained extends Stored {
  /** From the click to the end, loading included. */
  readonly wallSeconds: number;
}

const EPOCHS = { full: 10, short: 1 };
const LIMIT_MS = 60 * 60_000;

/** Prints seconds in the tab and in Node, their ratio, and the table of the models of the tab. @param isShort one epoch of few images */
export async function measureTraining(site: Harness, isShort: boolean): Promise<void> {
  const [ofTab, ofNode] = [await mkdtemp(join(tmpdir(), "tab-")), await mkdtemp(join(tmpdir(), "node-"))];
  try {
    await site.page.evaluate(`document.querySelector("#lab").src = "lab/index.html"`);
    const lab = site.page.frameLocator("#lab");
    await lab.locator("#adversarial").waitFor({ timeout: 60_000 });
    for (const model of MODELS) {
      const stored = await trainInTab(lab, site.page, model, isShort);
      await handOver(ofTab, stored);
      console.log(`${stored.name}: ${stored.wallSeconds.toFixed(1)} s in the tab`);
      // At once after the tab's, so that the machine is the same.
      if (model === LENET) await compareWithNode(ofNode, stored, isShort);
    }
    for (const model of MODELS) console.log(runNode(ofTab, model, isShort));
  } finally {
    for (const folder of [ofTab, ofNode]) await rm(folder, { recursive: true });
  }
}

async function trainInTab(
  lab: FrameLocator,
  page: Page,
  { network, attack }: Model,
  isShort: boolean,
): Promise<Trained> {
  const epochs = isShort ? EPOCHS.short : EPOCHS.full;
  const before = (await readStored(page)).map(({ name }) => name);
  await lab.locator(`input[name="network"][value="${network}"]`).check({ force: true });
  await lab.locator(`input[name="training-attack"][value="${attack}"]`).check({ force: true });
  await lab.locator("#epochs").fill(String(epochs));
  await lab.locator("#quick").setChecked(isShort);
  const fromMs = performance.now();
  await lab.getByRole("button", { name: "Train", exact: true }).click();
  await lab.getByText(`Trained: ${epochs} of ${epochs} epoch`).waitFor({ timeout: LIMIT_MS });
  const wallSeconds = (performance.now() - fromMs) / 1000;
  const found = (await readStored(page)).find(({ name }) => !before.includes(name));
  if (found === undefined) throw new Error(`${network} on ${attack}: the training has stored no result`);
  return { ...found, wallSeconds };
}

/** The results in the page's storage. */
function readStored(page: Page): Promise<readonly Stored[]> {
  return page.evaluate(`new Promise((resolve) => {
    const open = indexedDB.open("robustness-lab " + location.pathname.replace(/[^/]*$/, ""));
    open.onsuccess = () => {
      const all = open.result.transaction("results").objectStore("results").getAll();
      all.onsuccess = () => {
        open.result.close();
        resolve(all.result);
      };
    };
  })`);
}

/** Writes a result of the tab where `npm run train` finds it, trained already. */
async function handOver(results: string, { name, checkpoint }: Stored): Promise<void> {
  const path = checkpointPath(results, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${createHash("sha256").update(checkpoint).digest("hex")}\n${checkpoint}\n`);
}

async function compareWithNode(results: string, trained: Trained, isShort: boolean): Promise<void> {
  console.log(runNode(results, LENET, isShort));
  const { wallSeconds } = await readCosts(results, trained.name);
  const ratio = (trained.wallSeconds / wallSeconds).toFixed(2);
  console.log(`${trained.name}: ${wallSeconds.toFixed(1)} s in Node; the tab takes ${ratio} times as long`);
}

/** Runs `npm run train`, which measures what is trained. @returns what it prints */
function runNode(results: string, { network, attack }: Model, isShort: boolean): string {
  const options = ["--model", network, "--attack", attack, "--epochs", String(isShort ? EPOCHS.short : EPOCHS.full)];
  const folders = ["--source", "solution/src", "--results", results, "--engine", "wasm"];
  const args = ["--import", "tsx", "template/experiments/train.ts", ...folders, ...options];
  const { stdout, stderr } = spawnSync(process.execPath, [...args, ...(isShort ? ["--quick"] : [])], {
    cwd: ROOT,
    encoding: "utf8",
  });
  return `${stdout.trim()}\n${stderr.trim()}`.trim();
}
