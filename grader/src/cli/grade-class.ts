import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { EngineChoice } from "@robustness-lab/fixtures/engine";
import { CLASS_FILE, type ClassFile } from "../office/class/class-file.ts";
import { readClass } from "../office/class/class-folder.ts";
import { showClassProgress } from "../office/class/class-progress.ts";
import type { Layout } from "../office/class/discover/folder.ts";
import { gradeClass } from "../office/class/grade-class.ts";
import type { Shard } from "../office/class/plan.ts";
import { readTimes } from "../office/class/times.ts";
import type { Course } from "../office/course/course.ts";
import { readCourse } from "../office/course/read-course.ts";
import { renderClass } from "../office/class/render-class.ts";
import { OVERVIEW_FILES } from "../office/overview/files.ts";
import { graderVersion } from "../pipeline/grade/grader-version.ts";
import { setUpIsolation, type IsolationName } from "../pipeline/run/isolation/index.ts";
import { selectChecks } from "../pipeline/score/rubric-entry.ts";
import { RUBRIC } from "../pipeline/score/rubric.ts";
import { quoted } from "../shared/mistakes.ts";
import { exists } from "../shared/exists.ts";
import { wantsColours } from "../shared/wants-colours.ts";
import { EXIT } from "../shared/exit.ts";

interface Options {
  readonly out: string;
  readonly cache: string;
  readonly layout: Layout;
  readonly engine: EngineChoice;
  readonly isolation: IsolationName;
  readonly resume: boolean;
  readonly jobs?: number;
  readonly seed?: number;
  readonly shard?: Shard;
  readonly only?: readonly string[];
  readonly course?: string;
  readonly times?: string;
}

/** Grades a class and prints its table. */
export async function gradeClassCommand(source: string, options: Options, signal: AbortSignal): Promise<number> {
  const { cache, course: courseFile, times: timesFile, ...rest } = options;
  const course = courseFile === undefined ? undefined : await readCourse(courseFile);
  const times =
    timesFile === undefined ? undefined : await readTimes(timesFile, course ?? (await courseIn(options.out)));
  selectChecks(RUBRIC, options.only);
  const progress = showClassProgress({
    isTerminal: process.stderr.isTTY,
    writeLine: (line) => console.error(line),
    now: () => performance.now(),
  });
  const before = await classText(options.out);
  const isNew: boolean[] = [];
  const onFinished: typeof progress.onFinished = (outcome) => {
    isNew.push(outcome.how === "graded" || outcome.how === "cached");
    progress.onFinished(outcome);
  };
  const file = await gradeClass({
    ...rest,
    ...(course === undefined ? {} : { course }),
    ...(times === undefined ? {} : { times }),
    source,
    cacheFolder: cache,
    isolation: await setUpIsolation(options.isolation),
    graderVersion: await graderVersion(),
    signal,
    events: { ...progress, onFinished, onUnknown: warnOfUnknown },
  }).finally(progress.stop);
  // Skipped if nothing changed: loading the plots takes longer than checking a class that is cached as a whole.
  if (isNew.includes(true) || before !== (await classText(options.out)) || !(await hasOverview(options.out))) {
    await (await import("../office/overview/write.ts")).writeOverview(options.out);
  }
  if (signal.aborted) return printHowToResume(file, options.out);
  console.log(renderClass(file, wantsColours()));
  console.log(`  ${options.out}/overview.html, class.json, and a folder for each\n`);
  return file.submissions.some(({ status }) => status === "grader-fault") ? EXIT.fault : EXIT.done;
}

async function courseIn(folder: string): Promise<Course> {
  return (await readClass(folder))?.course ?? {};
}

function warnOfUnknown(ids: readonly string[]): void {
  if (ids.length === 0) return;
  console.error(`in course.yaml, but without a submission (mistyped?): ${ids.map(quoted).join(", ")}`);
}

function classText(folder: string): Promise<string | undefined> {
  return readFile(join(folder, CLASS_FILE), "utf8").catch(() => undefined);
}

async function hasOverview(folder: string): Promise<boolean> {
  const found = await Promise.all(OVERVIEW_FILES.map((name) => exists(join(folder, name))));
  return found.every((each) => each);
}

function printHowToResume({ submissions }: ClassFile, out: string): number {
  const left = submissions.filter(({ status }) => status === "pending").length;
  console.error(`stopped: ${submissions.length - left} of ${submissions.length} are in ${out}.`);
  console.error("To continue, run the same command with --resume.");
  return EXIT.fault;
}
