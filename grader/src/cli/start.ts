import { rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { MISCONCEPTIONS } from "@robustness-lab/fixtures/corpus";
import { writePatchedSolution } from "../pipeline/diagnose/variants/patch.ts";
import { FaultError } from "../shared/errors.ts";
import { gradeSubmission } from "../pipeline/grade/grade-submission.ts";
import { showProgress } from "../shared/progress.ts";
import { writeReports } from "../pipeline/report/write.ts";
import type { Result } from "../pipeline/score/result.ts";
import { EXIT, runCommand } from "./run-command.ts";
import { setUpGrading } from "./set-up-grading.ts";
import { abortOnSignals } from "./signals.ts";
import { ROOT, SOLUTION_FOLDER } from "../shared/paths.ts";

/*
 * `npm start`: what the grader makes of the reference solution, of the untouched template and of a wrong submission.
 */

const OUT = join(ROOT, "out");
const SEED = 1;
/** FGSM with its sign turned: every step goes downhill. */
const WRONG_ID = "fgsm-minus";

process.exitCode = await runCommand(main);

async function main(): Promise<number> {
  const grading = await setUpGrading({}, (line) => console.log(line));
  if (grading.isolation.warning !== undefined) console.log(`isolation: ${grading.isolation.warning}`);
  const signal = abortOnSignals();
  for (const { name, source, says } of await samples()) {
    const progress = showProgress(name, process.stderr.isTTY);
    const options = { ...grading, source, seed: SEED, onProgress: progress.update, signal };
    const result = await gradeSubmission(options).finally(progress.stop);
    if (signal.aborted) return EXIT.fault;
    const { html } = await writeReports(result, join(OUT, name));
    console.log(summary(result, says, relative(process.cwd(), html)));
  }
  return EXIT.done;
}

interface Sample {
  readonly name: string;
  readonly source: string;
  readonly says: string;
}

async function samples(): Promise<readonly Sample[]> {
  const wrong = MISCONCEPTIONS.find(({ id }) => id === WRONG_ID);
  if (wrong === undefined) throw new Error(`there is no misconception ${WRONG_ID}`);
  const folder = join(OUT, "samples", WRONG_ID);
  await rm(folder, { recursive: true, force: true });
  await writePatchedSolution(wrong, folder);
  return [
    { name: "reference", source: SOLUTION_FOLDER, says: "the reference solution" },
    { name: "template", source: join(ROOT, "template"), says: "the untouched template" },
    { name: "wrong", source: folder, says: wrong.explanation },
  ];
}

function summary(result: Result, says: string, report: string): string {
  if (result.status !== "graded") throw new FaultError(`${says}: ${result.problem}`);
  const lost = result.checks.filter(({ verdict }) => verdict === "failed");
  const where = [...new Set(lost.map(({ exercise }) => exercise))].join(", ");
  const inWhich = lost.length === 0 ? "" : `\n  lost in ${lost.length} checks of ${where}`;
  return [
    "",
    `${String(result.score).padStart(3)}/${result.maxScore}  ${says} (${(result.durationMs / 1000).toFixed(0)} s)${inWhich}`,
    `  report: ${report}`,
  ].join("\n");
}
