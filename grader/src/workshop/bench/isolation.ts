import { join } from "node:path";
import { loadEngine } from "@robustness-lab/fixtures/engine";
import prettyMs from "pretty-ms";
import { median } from "simple-statistics";
import { prepareSubmission } from "../../pipeline/grade/prepare.ts";
import { runSuites } from "../../pipeline/judge/run-suites.ts";
import { isolationForOurs, type Isolation, type Unprotected } from "../../pipeline/run/isolation/index.ts";
import { NODE_PERMISSION } from "../../pipeline/run/isolation/node-permission.ts";
import { DEFAULT_LIMITS } from "../../pipeline/run/run-limits.ts";
import { stageSubmission } from "../../pipeline/submission/stage.ts";
import { FaultError } from "../../shared/errors.ts";
import { SOLUTION_FOLDER } from "../../shared/paths.ts";
import { makeScratch } from "../../shared/scratch.ts";
import { timeDiagnosis } from "./time-diagnosis.ts";

const SEED = 1;

/**
 * Measures the cost of isolation and of a diagnosis, on the embedded engine. Grades the reference unprotected and isolated
 * alternately: the ratio within a round is free of noise that both share.
 */
export async function benchIsolation({ rounds }: { readonly rounds: number }): Promise<void> {
  const best = await isolationForOurs();
  const isolations: readonly (Isolation | Unprotected)[] = [
    { name: "none" },
    ...(best.name === "node" ? [] : [best]),
    NODE_PERMISSION,
  ];
  const times = new Map(isolations.map(({ name }) => [name, [] as number[]]));
  // Fills caches.
  await gradeReference({ name: "none" });
  for (let round = 1; round <= rounds; round += 1) {
    // Each round begins with a different one.
    const order = isolations.map((_, index) => isolations[(index + round) % isolations.length] as Isolation);
    for (const isolation of order) times.get(isolation.name)?.push(await gradeReference(isolation));
    const line = isolations.map(({ name }) => `${name} ${seconds(times.get(name)?.at(-1) ?? NaN)}`).join(", ");
    console.log(`round ${round}/${rounds}: ${line}`);
  }
  const base = times.get("none") ?? [];
  for (const [name, own] of times) {
    const growth = 100 * (median(own.map((each, round) => each / (base[round] as number))) - 1);
    const percent = growth.toFixed(1).padStart(5);
    console.log(`${name.padEnd(11)} median ${seconds(median(own))}, ${percent} % more than unprotected`);
  }
  console.log(await diagnosisLine());
}

async function diagnosisLine(): Promise<string> {
  const scratch = await makeScratch();
  try {
    const { name } = await loadEngine("wasm");
    const { failedChecks, namedChecks, coldMs, cachedMs } = await timeDiagnosis(scratch.folder, name, SEED);
    return `diagnosis   ${seconds(coldMs)} for ${namedChecks} of ${failedChecks} failed checks, ${seconds(cachedMs)} from cached answers`;
  } finally {
    await scratch.remove();
  }
}

/** Stages, bundles and judges the reference, as a grade does. @returns the time in ms */
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
    return performance.now() - startedAt;
  } finally {
    await scratch.remove();
  }
}

function seconds(ms: number): string {
  return prettyMs(ms, { secondsDecimalDigits: 2, keepDecimalsOnWholeSeconds: true });
}
