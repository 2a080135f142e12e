import { basename, dirname, join } from "node:path";
import { readClass } from "../office/class/class-folder.ts";
import { UsageError } from "../shared/errors.ts";
import { makeScratch } from "../shared/scratch.ts";
import { combineMarks, type Markable } from "../office/marks/combine.ts";
import { findResults } from "../office/marks/find-results.ts";
import { readMarksFile, writeNewFile } from "../office/marks/marks-file.ts";
import { renderMistakes, type Mistake } from "../office/marks/mistakes.ts";
import { parseMarks } from "../office/marks/parse-marks.ts";
import { readAnswers } from "../office/marks/read-answers.ts";
import { renderRubric } from "../office/marks/render-rubric.ts";
import { renderTemplate, type Unmarked } from "../office/marks/render-template.ts";
import { renderMerged } from "../office/marks/render-merged.ts";
import { writeReports } from "../pipeline/report/write.ts";
import { markResult } from "../pipeline/score/mark.ts";
import { WRITTEN_QUESTIONS } from "../pipeline/score/written.ts";
import { openHandIns } from "./find-hand-in.ts";
import type { MarksCommand } from "./marks-options.ts";
import { EXIT } from "./run-command.ts";
import { abortOnSignals } from "./signals.ts";

const MARKS_FILE = "marks.yaml";

type NewCommand = Extract<MarksCommand, { readonly action: "new" }>;
type MergeCommand = Extract<MarksCommand, { readonly action: "merge" }>;

/** Makes, merges or explains marks. Gives the exit code. */
export async function marksCommand(command: MarksCommand): Promise<number> {
  switch (command.action) {
    case "new":
      return newMarks(command);
    case "merge":
      return mergeMarks(command);
    case "rubric":
      process.stdout.write(renderRubric(WRITTEN_QUESTIONS));
      return EXIT.done;
  }
}

async function newMarks({ results, out, questions, submissions }: NewCommand): Promise<number> {
  const file = out ?? besides(results);
  const unmarked = await unmarkedOf(await findResults(results), submissions);
  const asked = WRITTEN_QUESTIONS.filter(({ id }) => questions.includes(id));
  await writeNewFile(file, renderTemplate(unmarked, asked));
  console.log(`${file}: ${unmarked.length} to be marked in ${asked.map(({ id }) => id).join(", ")}`);
  const without = unmarked.filter(({ answers }) => answers?.texts.size === 0).map(({ name }) => name);
  if (without.length > 0) console.log(`no answers were found of ${without.join(", ")}: the file says why`);
  const odd = unmarked.filter(({ answers }) => answers !== null && answers.texts.size > 0 && answers.notes.length > 0);
  for (const { name, answers } of odd) console.log(`${name}: ${answers?.notes.join("; ") ?? ""}`);
  return EXIT.done;
}

async function unmarkedOf(markables: readonly Markable[], handedIn?: string): Promise<readonly Unmarked[]> {
  const signal = abortOnSignals();
  const find = handedIn === undefined ? undefined : await openHandIns(handedIn, signal);
  const scratch = await makeScratch();
  const unmarked: Unmarked[] = [];
  try {
    // One after the other: each is unpacked in memory.
    for (const [index, markable] of markables.entries()) {
      const ids = WRITTEN_QUESTIONS.map(({ id }) => id);
      const folder = join(scratch.folder, String(index));
      const answers = find === undefined ? null : await readAnswers(markable, find, { folder, ids });
      if (signal.aborted) throw new UsageError("stopped, so nothing was written");
      unmarked.push({ name: markable.name, sha256: markable.result.submission.sha256, answers });
    }
  } finally {
    await scratch.remove();
  }
  return unmarked;
}

async function mergeMarks({ results, files, fresh }: MergeCommand): Promise<number> {
  const markables = await findResults(results);
  const marks = await readMarks(files.length > 0 ? files : [besides(results)], markables);
  const merged = markables
    .filter(({ name }) => fresh || (marks.get(name)?.size ?? 0) > 0)
    .map((each) => {
      return {
        ...each,
        result: markResult(each.result, WRITTEN_QUESTIONS, marks.get(each.name) ?? new Map(), { fresh }),
      };
    });
  for (const { result, directory } of merged) await writeReports(result, directory);
  // The overview of a class has the written points too.
  if ((await readClass(results)) !== undefined)
    await (await import("../office/overview/write.ts")).writeOverview(results);
  console.log(renderMerged(merged, markables.length));
  return EXIT.done;
}

/** Everything is read and checked before anything is written. */
async function readMarks(files: readonly string[], markables: readonly Markable[]) {
  const texts = await Promise.all(files.map(readMarksFile));
  const parsed = texts.map((text, index) => parseMarks(text, files[index] ?? "", WRITTEN_QUESTIONS));
  const { marks, mistakes } = combineMarks(
    parsed.map(({ submissions }) => submissions),
    markables,
  );
  const all = [...parsed.flatMap((each) => each.mistakes), ...mistakes];
  if (all.length > 0) throw refusal(all);
  return marks;
}

function refusal(mistakes: readonly Mistake[]): UsageError {
  const count = mistakes.length === 1 ? "a mistake" : `${mistakes.length} mistakes`;
  return new UsageError(`${count} in the marks, so nothing was written\n${renderMistakes(mistakes)}`);
}

function besides(results: string): string {
  return join(basename(results) === "result.json" ? dirname(results) : results, MARKS_FILE);
}
