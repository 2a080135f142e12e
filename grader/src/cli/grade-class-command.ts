import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gradeClass } from "../office/class/grade-class.ts";
import { CLASS_FILE, type ClassFile } from "../office/class/class-file.ts";
import { showClassProgress } from "../office/class/class-progress.ts";
import { renderClass } from "../office/class/render-class.ts";
import { exists } from "../shared/exists.ts";
import { graderVersion } from "../pipeline/grade/grader-version.ts";
import { OVERVIEW_FILES } from "../office/overview/files.ts";
import { chooseIsolation } from "../pipeline/run/isolation/index.ts";
import { RUBRIC } from "../pipeline/score/rubric.ts";
import { selectChecks } from "../pipeline/score/rubric-entry.ts";
import type { GradeClassCommand } from "./grade-class-options.ts";
import { EXIT } from "./run-command.ts";
import { wantsColours } from "./wants-colours.ts";
import { abortOnSignals } from "./signals.ts";

/** Grades a class and shows the table. Gives the exit code. */
export async function gradeClassCommand(command: GradeClassCommand): Promise<number> {
  const { cache, only, ...typed } = command;
  selectChecks(RUBRIC, only);
  const signal = abortOnSignals("stopping: what is finished stays, what was started is ended ...");
  const progress = showClassProgress({
    isTerminal: process.stderr.isTTY,
    writeLine: (line) => console.error(line),
    now: () => performance.now(),
  });
  const before = await classText(command.out);
  const isNew: boolean[] = [];
  const onFinished: typeof progress.onFinished = (outcome) => {
    isNew.push(outcome.how === "graded" || outcome.how === "cached");
    progress.onFinished(outcome);
  };
  const file = await gradeClass({
    ...typed,
    ...(only === undefined ? {} : { only }),
    cacheFolder: cache,
    isolation: await chooseIsolation(command.isolation),
    graderVersion: await graderVersion(),
    signal,
    events: { ...progress, onFinished },
  }).finally(progress.stop);
  // When it is needed: it draws, and what draws takes longer to load than a class of which all is kept takes to check.
  if (isNew.includes(true) || before !== (await classText(command.out)) || !(await hasOverview(command.out))) {
    await (await import("../office/overview/write.ts")).writeOverview(command.out);
  }
  if (signal.aborted) return sayHowToGoOn(file, command);
  console.log(renderClass(file, wantsColours()));
  console.log(`  ${command.out}/overview.html, class.json, and a folder for each\n`);
  return file.submissions.some(({ status }) => status === "grader-fault") ? EXIT.fault : EXIT.done;
}

function classText(folder: string): Promise<string | undefined> {
  return readFile(join(folder, CLASS_FILE), "utf8").catch(() => undefined);
}

async function hasOverview(folder: string): Promise<boolean> {
  const found = await Promise.all(OVERVIEW_FILES.map((name) => exists(join(folder, name))));
  return found.every((each) => each);
}

function sayHowToGoOn({ submissions }: ClassFile, { out }: GradeClassCommand): number {
  const left = submissions.filter(({ status }) => status === "pending").length;
  console.error(`stopped: ${submissions.length - left} of ${submissions.length} are in ${out}.`);
  console.error("To go on, type the same command with --resume.");
  return EXIT.fault;
}
