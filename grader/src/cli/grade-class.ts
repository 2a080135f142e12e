import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import type { EngineChoice } from "@robustness-lab/fixtures/engine";
import { CLASS_FILE, type ClassFile } from "../office/class/class-file.ts";
import { readClass } from "../office/class/class-folder.ts";
import { showClassProgress } from "../office/class/class-progress.ts";
import type { Layout } from "../office/class/discover/folder.ts";
import { openOldClass, writeChanges } from "../office/class/changes.ts";
import { gradeClass } from "../office/class/grade-class.ts";
import type { Shard } from "../office/class/plan.ts";
import { readTimes } from "../office/class/times.ts";
import type { Course } from "../office/course/course.ts";
import { readCourse } from "../office/course/read-course.ts";
import { renderClass } from "../office/class/render-class.ts";
import { countForReview, OVERVIEW_FILES } from "../office/overview/files.ts";
import { graderVersion } from "../pipeline/grade/grader-version.ts";
import { setUpIsolation, type IsolationName } from "../pipeline/run/isolation/index.ts";
import { selectChecks } from "../pipeline/score/rubric-entry.ts";
import { RUBRIC } from "../pipeline/score/rubric.ts";
import { terminalLine } from "../shared/escape.ts";
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
  readonly add: boolean;
  readonly drop: boolean;
  readonly asIs: boolean;
  readonly skip?: readonly string[];
  readonly jobs?: number;
  readonly seed?: number;
  readonly shard?: Shard;
  readonly only?: readonly string[];
  readonly course?: string;
  readonly times?: string;
  readonly changedBy?: string;
}

/** Grades a class and prints its table. */
export async function gradeClassCommand(source: string, options: Options, signal: AbortSignal): Promise<number> {
  const asked = await readOptions(options);
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
    ...asked,
    source,
    isolation: await setUpIsolation(options.isolation),
    graderVersion: await graderVersion(),
    signal,
    events: {
      ...progress,
      onFinished,
      onTold: (sentence) => console.error(sentence),
      isRight: askIfRight,
      onUnknown: warnOfUnknown,
    },
  }).finally(progress.stop);
  // Skipped if nothing changed: loading the plots takes longer than checking a class that is cached as a whole.
  if (isNew.includes(true) || before !== (await classText(options.out)) || !(await hasOverview(options.out))) {
    await (await import("../office/overview/write.ts")).writeOverview(options.out);
  }
  if (signal.aborted) return printHowToResume(file, options.out);
  console.log(renderClass(file, wantsColours()));
  const review = await countForReview(options.out);
  console.log(`  ${options.out}/overview.html, class.json, and a folder for each`);
  console.log(review === 0 ? "" : `  For manual review: ${review}, listed in overview.html\n`);
  if (options.changedBy !== undefined) console.log(await writeChanges(options.changedBy, options.out));
  return file.submissions.some(({ status }) => status === "grader-fault") ? EXIT.fault : EXIT.done;
}

/** The class's options, with the files that the command's options name. @throws UsageError */
async function readOptions({ cache, add, drop, course: courseFile, times: timesFile, changedBy, ...given }: Options) {
  selectChecks(RUBRIC, given.only);
  const course = courseFile === undefined ? undefined : await readCourse(courseFile);
  const times = timesFile === undefined ? undefined : await readTimes(timesFile, course ?? (await courseIn(given.out)));
  const old = changedBy === undefined ? undefined : await openOldClass(changedBy, given.out);
  const previous = add ? ("keep" as const) : drop ? ("drop" as const) : undefined;
  return {
    ...given,
    cacheFolder: cache,
    ...(previous === undefined ? {} : { previous }),
    ...(course === undefined ? {} : { course }),
    ...(times === undefined ? {} : { times }),
    // The same probes, so that only the grader makes a difference.
    ...(old === undefined || given.seed !== undefined ? {} : { seed: old.grader.seed }),
  };
}

/** Asks on a terminal; elsewhere nobody can answer. */
async function askIfRight(doubts: readonly string[]): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false;
  console.error(doubts.map((doubt) => terminalLine(doubt, 300)).join("\n"));
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question("Grade the class as it is? [y/N] ").finally(() => terminal.close());
  return /^y(es)?$/i.test(answer.trim());
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
