import { randomInt } from "node:crypto";
import { basename, join, relative } from "node:path";
import type { EngineChoice } from "@robustness-lab/fixtures/engine";
import { gradeSubmission } from "../pipeline/grade/grade-submission.ts";
import { publishToGithub, toGithubReport } from "../pipeline/report/github.ts";
import { renderTerminal } from "../pipeline/report/terminal.ts";
import { writeReports } from "../pipeline/report/write.ts";
import { setUpIsolation, type IsolationName } from "../pipeline/run/isolation/index.ts";
import type { Result } from "../pipeline/score/result.ts";
import { makeScratch } from "../shared/scratch.ts";
import { optimiseLate } from "../shared/short-lived.ts";
import { showProgress } from "../shared/progress.ts";
import { wantsColours } from "../shared/wants-colours.ts";
import { EXIT } from "../shared/exit.ts";
import { setUpGrading } from "./set-up-grading.ts";

interface Options {
  readonly out?: string;
  readonly engine: EngineChoice;
  readonly isolation: IsolationName;
  readonly seed?: number;
  readonly only?: readonly string[];
}

/** Grades one submission, writes its reports and prints the summary. */
export async function grade(source: string, options: Options, signal: AbortSignal): Promise<number> {
  optimiseLate();
  const { only } = options;
  const grading = await setUpGrading(await setUpIsolation(options.isolation), options.engine);
  const progress = showProgress("grading", process.stderr.isTTY);
  // Loads the plotting library while the suites run.
  if (only === undefined) void import("../pipeline/report/plots.ts");
  const scratch = await makeScratch();
  try {
    const picturesTo = join(scratch.folder, "pictures");
    const result = await gradeSubmission({
      ...grading,
      source,
      seed: options.seed ?? randomInt(1, 2 ** 31),
      ...(only === undefined ? {} : { only }),
      picturesTo,
      onProgress: progress.update,
      signal,
    }).finally(progress.stop);
    if (signal.aborted) return EXIT.fault;
    // A partial result never overwrites a whole one, which may contain marks.
    const out = options.out ?? `out/${nameOf(source)}${only === undefined ? "" : "-partial"}`;
    return await report(result, out, picturesTo);
  } finally {
    await scratch.remove();
  }
}

async function report(result: Result, out: string, picturesFrom: string): Promise<number> {
  const paths = await writeReports(result, out, picturesFrom);
  const reports = [paths.html, paths.markdown, paths.json].map((path) => relative(process.cwd(), path));
  console.log(renderTerminal(result, { colours: wantsColours(), reports }));
  await publishToGithub(toGithubReport(result, paths.json), process.env, () => import("@actions/core"));
  return result.status === "grader-fault" ? EXIT.fault : EXIT.done;
}

function nameOf(source: string): string {
  return basename(source).replace(/\.(zip|tar\.gz|tgz|tar)$/i, "") || "submission";
}
