import { rm } from "node:fs/promises";
import { join } from "node:path";
import { loadEngine } from "@robustness-lab/fixtures/engine";
import { readMnist } from "@robustness-lab/fixtures/mnist";
import { compareResults } from "./compare-results.ts";
import type { Experiment, Laboratory } from "./experiment.ts";
import { DEFAULT_SETTINGS, type Settings } from "./options.ts";
import { hindranceOf, importOwnCode } from "./own-code.ts";
import { hindranceText } from "./report/tables.ts";
import { terminalOn } from "./terminal.ts";
import { NameTakenError, trainModel } from "./train-model.ts";

/** Loads engine, data and your functions. */
export async function openLaboratory({ source, results, engine, threads }: Settings): Promise<Laboratory> {
  const terminal = terminalOn(process.stdout, () => performance.now());
  const { name } = await loadEngine(engine, { threads, log: terminal.line });
  const [code, test] = await Promise.all([importOwnCode(source), readMnist("test")]);
  return { source, code, results, engine: name, train: () => readMnist("train"), test, terminal };
}

/**
 * Trains and measures experiments one after the other, then compares all results. What waits for a stub, or fails, does not
 * stop the others.
 *
 * @returns whether no function threw an error; a stub is none
 * @throws NameTakenError if a name is taken by a different training
 */
export async function runExperiments(
  experiments: readonly Experiment[],
  { fresh = false, settings = DEFAULT_SETTINGS }: { readonly fresh?: boolean; readonly settings?: Settings } = {},
): Promise<boolean> {
  const laboratory = await openLaboratory(settings);
  let isSound = true;
  for (const experiment of experiments) {
    if (fresh) await rm(join(settings.results, experiment.name), { recursive: true, force: true });
    isSound = (await attempt(experiment, laboratory)) && isSound;
  }
  await compareResults(laboratory);
  return isSound;
}

async function attempt(experiment: Experiment, laboratory: Laboratory): Promise<boolean> {
  try {
    await trainModel(experiment, laboratory);
    return true;
  } catch (error) {
    if (error instanceof NameTakenError) throw error;
    const hindrance = hindranceOf(error, laboratory.source);
    laboratory.terminal.line(`${experiment.name}: ${hindranceText(hindrance)}`);
    return "waitsFor" in hindrance;
  }
}
