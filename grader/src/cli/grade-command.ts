import { randomInt } from "node:crypto";
import { relative } from "node:path";
import { gradeSubmission } from "../pipeline/grade/grade-submission.ts";
import { showProgress } from "../shared/progress.ts";
import { publishToGithub, toGithubReport } from "../pipeline/report/github.ts";
import { renderTerminal } from "../pipeline/report/terminal.ts";
import { writeReports } from "../pipeline/report/write.ts";
import type { Result } from "../pipeline/score/result.ts";
import type { GradeCommand } from "./grade-options.ts";
import { EXIT } from "./run-command.ts";
import { setUpGrading } from "./set-up-grading.ts";
import { abortOnSignals } from "./signals.ts";
import { wantsColours } from "./wants-colours.ts";

/** Grades one submission, writes its reports and shows the summary. Gives the exit code. */
export async function gradeCommand(command: GradeCommand): Promise<number> {
  const grading = await setUpGrading(command);
  const progress = showProgress("grading", process.stderr.isTTY);
  const signal = abortOnSignals();
  // The report's figure: what draws it is loaded while the suites run, and waits for nobody.
  if (command.only === undefined) void import("../pipeline/report/plots.ts");
  const result = await gradeSubmission({
    ...grading,
    source: command.source,
    seed: command.seed ?? randomInt(1, 2 ** 31),
    ...(command.only === undefined ? {} : { only: command.only }),
    onProgress: progress.update,
    signal,
  }).finally(progress.stop);
  // Stopped by hand: not graded, and nothing to report.
  if (signal.aborted) return EXIT.fault;
  return report(result, command.out);
}

async function report(result: Result, out: string): Promise<number> {
  const paths = await writeReports(result, out);
  const reports = [paths.html, paths.markdown, paths.json].map((path) => relative(process.cwd(), path));
  console.log(renderTerminal(result, { colours: wantsColours(), reports }));
  await publishToGithub(toGithubReport(result, paths.json), process.env, () => import("@actions/core"));
  return result.status === "grader-fault" ? EXIT.fault : EXIT.done;
}
