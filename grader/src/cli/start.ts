import { rm } from "node:fs/promises";
import { relative } from "node:path";
import { MISCONCEPTIONS } from "@robustness-lab/fixtures/corpus";
import { writePatchedSolution } from "../pipeline/diagnose/variants/patch.ts";
import { gradeSubmission } from "../pipeline/grade/grade-submission.ts";
import { isolationForOurs } from "../pipeline/run/isolation/index.ts";
import { writeReports } from "../pipeline/report/write.ts";
import type { Result } from "../pipeline/score/result.ts";
import { FaultError } from "../shared/errors.ts";
import { ROOT, SOLUTION_FOLDER, TEMPLATE_FOLDER } from "../shared/paths.ts";
import { showProgress } from "../shared/progress.ts";
import { EXIT } from "../shared/exit.ts";
import { setUpGrading } from "./set-up-grading.ts";

const OUT = `${ROOT}out`;
const SEED = 1;
/** FGSM with the sign reversed: every step lowers the loss. */
const WRONG_ID = "fgsm-minus";

/** Grades the reference solution, the untouched template and a wrong submission. */
export async function start(signal: AbortSignal): Promise<number> {
  const grading = await setUpGrading(await isolationForOurs(), "auto", (line) => console.log(line));
  for (const { name, source, title } of await samples()) {
    const progress = showProgress(name, process.stderr.isTTY);
    const options = { ...grading, source, seed: SEED, onProgress: progress.update, signal };
    const result = await gradeSubmission(options).finally(progress.stop);
    if (signal.aborted) return EXIT.fault;
    const { html } = await writeReports(result, `${OUT}/${name}`);
    console.log(summary(result, title, relative(process.cwd(), html)));
  }
  return EXIT.done;
}

interface Sample {
  readonly name: string;
  readonly source: string;
  readonly title: string;
}

async function samples(): Promise<readonly Sample[]> {
  const wrong = MISCONCEPTIONS.find(({ id }) => id === WRONG_ID);
  if (wrong === undefined) throw new Error(`there is no misconception ${WRONG_ID}`);
  const folder = `${OUT}/samples/${WRONG_ID}`;
  await rm(folder, { recursive: true, force: true });
  await writePatchedSolution(wrong, folder);
  return [
    { name: "reference", source: SOLUTION_FOLDER, title: "the reference solution" },
    { name: "template", source: TEMPLATE_FOLDER, title: "the untouched template" },
    { name: "wrong", source: folder, title: `a wrong submission: ${wrong.explanation}` },
  ];
}

function summary(result: Result, title: string, report: string): string {
  if (result.status !== "graded") throw new FaultError(`${title}: ${result.problem}`);
  const lost = result.checks.filter(({ verdict }) => verdict === "failed");
  const exercises = [...new Set(lost.map(({ exercise }) => exercise))].join(", ");
  const score = `${String(result.score).padStart(3)}/${result.maxScore}`;
  return [
    "",
    `${score}  ${title} (${(result.durationMs / 1000).toFixed(0)} s)`,
    ...(lost.length === 0 ? [] : [`  failed ${lost.length} checks of ${exercises}`]),
    `  report: ${report}`,
  ].join("\n");
}
