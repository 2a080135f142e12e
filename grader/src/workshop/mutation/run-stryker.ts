import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execaNode } from "execa";
import { z } from "zod";
import { FaultError } from "../../shared/errors.ts";
import { exists } from "../../shared/exists.ts";
import type { Progress } from "../../shared/progress.ts";
import { runNpm } from "../../shared/run-command.ts";
import { parseMutants, type Mutant } from "./mutants.ts";
import { JSON_REPORT, OUT, SEED_VARIABLE, strykerSettings } from "./stryker-settings.ts";

export interface StrykerRun {
  /** The root of the repository. */
  readonly root: string;
  /** The folder under root that contains the mutated files, with a trailing slash. */
  readonly sources: string;
  readonly ranges: readonly string[];
  /** The seed of the probes. */
  readonly seed: number;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** A separate package, installed by the first run: it is too large for every npm ci. */
const PACKAGE = "grader/mutation";
const STRYKER = `${PACKAGE}/node_modules/@stryker-mutator/core/bin/stryker.js`;
/** A message from report-progress.mjs. */
const Tested = z.object({ tested: z.number(), total: z.number() });

/** Runs Stryker, which tries every mutant in a copy of the repository. @throws FaultError if it fails */
export async function runStryker(run: StrykerRun): Promise<readonly Mutant[]> {
  const { root } = run;
  await install(run);
  await rm(join(root, OUT), { recursive: true, force: true });
  await mkdir(join(root, OUT), { recursive: true });
  const settings = `${OUT}/stryker.config.json`;
  await writeFile(join(root, settings), JSON.stringify(strykerSettings(run.ranges), undefined, 2));
  await startStryker(run, settings);
  return parseMutants(JSON.parse(await readFile(join(root, JSON_REPORT), "utf8")), run.sources);
}

async function install({ root, signal }: StrykerRun): Promise<void> {
  if (await exists(join(root, STRYKER))) return;
  console.error("Installing Stryker; this takes about half a minute ...");
  await runNpm(["ci", "--no-audit", "--no-fund"], { folder: join(root, PACKAGE), signal, purpose: "install Stryker" });
}

async function startStryker({ root, seed, progress, signal }: StrykerRun, settings: string): Promise<void> {
  const child = execaNode(join(root, STRYKER), ["run", settings], {
    cwd: root,
    env: { [SEED_VARIABLE]: String(seed) },
    nodeOptions: [],
    stdio: "inherit",
    ipc: true,
    cancelSignal: signal,
    reject: false,
  });
  for await (const message of child.getEachMessage()) {
    const { tested, total } = Tested.parse(message);
    progress.update(tested, total);
  }
  const { exitCode } = await child;
  progress.stop();
  if (exitCode !== 0) throw new FaultError(`Stryker ended with exit code ${exitCode ?? "none"}`);
}
