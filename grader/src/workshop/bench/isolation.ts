import { join } from "node:path";
import { loadEngine } from "@robustness-lab/fixtures/engine";
import { quantile } from "./summary.ts";
import { timeDiagnosis } from "../corpus/time-diagnosis.ts";
import { FaultError } from "../../shared/errors.ts";
import { prepareSubmission } from "../../pipeline/grade/prepare.ts";
import { makeScratch } from "../../shared/scratch.ts";
import { runSuites } from "../../pipeline/judge/run-suites.ts";
import { chooseIsolation, type Isolation, type Unprotected } from "../../pipeline/run/isolation/index.ts";
import { DEFAULT_LIMITS } from "../../pipeline/run/run-limits.ts";
import { stageSubmission } from "../../pipeline/submission/stage.ts";
import { SOLUTION_FOLDER } from "../../shared/paths.ts";

const SEED = 1;

/**
 * What isolation and the diagnosis cost. Grades the reference again and again, unprotected and isolated in turns, on the
 * embedded engine: each round has its own machine noise, which the ratio within a round leaves out. Then names the mistakes
 * of a submission that is wrong in every function.
 */
export async function benchIsolation({ rounds }: { readonly rounds: number }): Promise<void> {
  const best = await chooseIsolation("auto");
  const isolations: readonly (Isolation | Unprotected)[] = [
    { name: "none" },
    ...(best.name === "node" ? [] : [best]),
    await chooseIsolation("node"),
  ];
  const seconds = new Map(isolations.map(({ name }) => [name, [] as number[]]));
  // The first of all fills caches.
  await gradeReference({ name: "none" });
  for (let round = 1; round <= rounds; round += 1) {
    // Each has its turn at being first.
    const turn = isolations.map((_, index) => isolations[(index + round) % isolations.length] as Isolation);
    for (const isolation of turn) seconds.get(isolation.name)?.push(await gradeReference(isolation));
    const line = isolations.map(({ name }) => `${name} ${seconds.get(name)?.at(-1)?.toFixed(2)} s`).join(", ");
    console.log(`round ${round}/${rounds}: ${line}`);
  }
  const base = seconds.get("none") ?? [];
  for (const [name, own] of seconds) {
    const ratios = own.map((each, round) => each / (base[round] as number));
    const growth = 100 * (median(ratios) - 1);
    console.log(
      `${name.padEnd(11)} median ${median(own).toFixed(2)} s, ${growth.toFixed(1).padStart(5)} % more than unprotected`,
    );
  }
  console.log(await diagnosisLine());
}

async function diagnosisLine(): Promise<string> {
  const scratch = await makeScratch();
  try {
    const { name } = await loadEngine("wasm");
    const { failedChecks, namedChecks, coldMs, keptMs } = await timeDiagnosis(scratch.folder, name, SEED);
    const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
    return `diagnosis   ${seconds(coldMs)} for ${namedChecks} of ${failedChecks} failed checks, ${seconds(keptMs)} with answers kept`;
  } finally {
    await scratch.remove();
  }
}

/** Stages, bundles and judges the reference, as a grade does. Gives seconds. */
async function gradeReference(isolation: Isolation | Unprotected): Promise<number> {
  const startedAt = performance.now();
  const scratch = await makeScratch();
  try {
    const staged = await stageSubmission(SOLUTION_FOLDER, join(scratch.folder, "staged"));
    if (staged.status !== "staged") throw new FaultError(staged.message);
    const { view, modules } = await prepareSubmission(staged, scratch.folder, "wasm");
    const run = { seed: SEED, engine: "wasm", isolation, view, modules, limits: DEFAULT_LIMITS, only: null } as const;
    const judgement = await runSuites(run);
    if (judgement.status !== "judged" || judgement.verdicts.some(({ verdict }) => verdict === "failed")) {
      throw new FaultError(`the reference did not pass under ${isolation.name}`);
    }
    return (performance.now() - startedAt) / 1000;
  } finally {
    await scratch.remove();
  }
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
