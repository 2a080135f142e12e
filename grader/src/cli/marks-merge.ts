import { dirname } from "node:path";
import { readClass } from "../office/class/class-folder.ts";
import { findResults, type FoundResult } from "../office/class/results.ts";
import type { Combined } from "../office/marks/combine-files.ts";
import { defaultMarksFile, findMarksFiles } from "../office/marks/marks-file.ts";
import { readMarks } from "../office/marks/read-marks.ts";
import { renderMerged } from "../office/marks/render-merged.ts";
import { writeReports } from "../pipeline/report/write.ts";
import { markResult } from "../pipeline/score/add-marks.ts";
import { WRITTEN_QUESTIONS } from "../pipeline/score/written.ts";
import { UsageError } from "../shared/errors.ts";
import { EXIT } from "../shared/exit.ts";
import { quoted, renderMistakes, type Mistake } from "../shared/mistakes.ts";
import { pathInWords } from "../shared/quote.ts";

const MAX_KEPT = 5;

/** Merges marks files into results and reports, and writes the overview of a class again. */
export async function mergeMarks(results: string, given: readonly string[], fresh: boolean): Promise<number> {
  const { results: markables } = await findResults(results);
  const files = given.length > 0 ? given : await findMarksFiles(results);
  const combined = await readMarks(files, markables);
  if (combined.contradictions.length > 0) throw disagreement(results, combined.contradictions);
  const merged = mergeInto(markables, combined, fresh);
  for (const { result, directory } of merged) await writeReports(result, directory);
  if ((await readClass(results)) !== undefined) {
    await (await import("../office/overview/write.ts")).writeOverview(results);
  }
  if (given.length === 0) console.log(`from ${files.join(", ")}\n`);
  const after = new Map(merged.map((each) => [each.name, each]));
  console.log(
    renderMerged(
      merged,
      markables.map((each) => after.get(each.name) ?? each),
    ),
  );
  const kept = fresh || given.length > 0 ? [] : keptMarks(markables, combined);
  if (kept.length > 0) console.log(`\n${keptWords(kept)}`);
  if (combined.wanted.length > 0) console.log(`\nsecond opinions wanted:\n${renderMistakes(combined.wanted)}`);
  if (combined.leftOut.length > 0) console.error(`left out:\n${renderMistakes(combined.leftOut)}`);
  return EXIT.done;
}

/** The results that change. */
function mergeInto(
  markables: readonly FoundResult[],
  { marks, resubmitted }: Combined,
  fresh: boolean,
): readonly FoundResult[] {
  return markables
    .filter(({ name }) => marks.has(name) || (fresh && !resubmitted.has(name)))
    .map((each) => {
      const { questions = new Map(), overall = {} } = marks.get(each.name) ?? {};
      return { ...each, result: markResult(each.result, WRITTEN_QUESTIONS, questions, { fresh, overall }) };
    });
}

/** Marks that were merged before and are in no file any more. */
function keptMarks(markables: readonly FoundResult[], { marks }: Combined): readonly string[] {
  return markables.flatMap(({ name, result: { written, comment, adjustment } }) => {
    const { questions = new Map<string, unknown>(), overall = {} } = marks.get(name) ?? {};
    const answers = written.filter(({ id, criteria }) => criteria !== undefined && !questions.has(id));
    return [
      ...answers.map(({ id }) => id),
      ...(comment !== undefined && overall.comment === undefined ? ["the overall comment"] : []),
      ...(adjustment !== undefined && overall.adjustment === undefined ? ["the adjustment"] : []),
    ].map((what) => `${what} of ${quoted(name)}`);
  });
}

function keptWords(kept: readonly string[]): string {
  const left = kept.length - MAX_KEPT;
  const shown = `${kept.slice(0, MAX_KEPT).join(", ")}${left > 0 ? ` and ${left} more` : ""}`;
  return `kept from an earlier merge, in none of these files: ${shown}; --fresh discards them`;
}

function disagreement(results: string, contradictions: readonly Mistake[]): UsageError {
  const count = contradictions.length === 1 ? "a contradiction" : `${contradictions.length} contradictions`;
  const folder = pathInWords(dirname(defaultMarksFile(results)));
  return new UsageError(
    `${count} between the marks files, so nothing was written\n${renderMistakes(contradictions)}\n` +
      `To settle them, run ./robustness-lab mark ${folder} --marker NAME and open "Differences", ` +
      'or write "final: true" below the question in the file that is right.',
  );
}
