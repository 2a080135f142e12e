import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { FaultError } from "../../shared/errors.ts";
import { exists } from "../../shared/exists.ts";
import type { Progress } from "../../shared/progress.ts";
import { runNpm } from "../../shared/run-npm.ts";
import { parseMutants, type Mutant } from "./mutants.ts";
import { JSON_REPORT, OUT, SEED_VARIABLE, strykerSettings } from "./stryker-settings.ts";

/** What to mutate, from where, and with which probes. */
export interface StrykerRun {
  readonly root: string;
  /** The folder under root that the ranges' files are in, with a slash at its end. */
  readonly sources: string;
  readonly ranges: readonly string[];
  readonly seed: number;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** A package of its own, installed by the first run: too large for every npm ci. */
const PACKAGE = "grader/mutation";
const STRYKER = `${PACKAGE}/node_modules/@stryker-mutator/core/bin/stryker.js`;
const Told = z.object({ tested: z.number(), total: z.number() });

/** Runs Stryker, which tries every mutant in a copy of the repository. @throws FaultError when it does not come to its end */
export async function runStryker(run: StrykerRun): Promise<readonly Mutant[]> {
  await install(run);
  await rm(join(run.root, OUT), { recursive: true, force: true });
  await mkdir(join(run.root, OUT), { recursive: true });
  const settings = `${OUT}/stryker.config.json`;
  await writeFile(join(run.root, settings), JSON.stringify(strykerSettings(run.ranges), undefined, 2));
  await forkStryker(run, settings);
  return parseMutants(JSON.parse(await readFile(join(run.root, JSON_REPORT), "utf8")), run.sources);
}

async function install({ root, signal }: StrykerRun): Promise<void> {
  if (await exists(join(root, STRYKER))) return;
  console.error("Installing Stryker; this takes about half a minute ...");
  await runNpm(["ci", "--no-audit", "--no-fund"], { folder: join(root, PACKAGE), signal, says: "install Stryker" });
}

async function forkStryker({ root, seed, progress, signal }: StrykerRun, settings: string): Promise<void> {
  const child = fork(join(root, STRYKER), ["run", settings], {
    cwd: root,
    execArgv: [],
    env: { ...process.env, [SEED_VARIABLE]: String(seed) },
  });
  signal.addEventListener("abort", () => child.kill());
  child.on("message", (message) => {
    const { tested, total } = Told.parse(message);
    progress.update(tested, total);
  });
  const [code] = (await once(child, "exit")) as [number | null];
  progress.stop();
  if (code !== 0) throw new FaultError(`Stryker ended with exit code ${code ?? "none"}`);
}
