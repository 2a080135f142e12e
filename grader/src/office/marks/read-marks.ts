import type { FoundResult } from "../class/results.ts";
import { UsageError } from "../../shared/errors.ts";
import { countMistakes, renderMistakes } from "../../shared/mistakes.ts";
import { WRITTEN_QUESTIONS } from "../../pipeline/score/written.ts";
import { combineMarks, type Combined } from "./combine-files.ts";
import { readMarksFile } from "./marks-file.ts";
import { parseMarks } from "./parse-marks.ts";

/** Reads and combines marks files. Contradictions are left to the caller. @throws UsageError with all mistakes of all files */
export async function readMarks(files: readonly string[], results: readonly FoundResult[]): Promise<Combined> {
  const texts = await Promise.all(files.map(readMarksFile));
  const parsed = texts.map((text, index) => parseMarks(text, files[index] ?? "", WRITTEN_QUESTIONS));
  const combined = combineMarks(
    parsed.flatMap(({ submissions }) => submissions),
    results,
  );
  const mistakes = [...parsed.flatMap((each) => each.mistakes), ...combined.mistakes];
  if (mistakes.length === 0) return combined;
  throw new UsageError(`${countMistakes(mistakes)} in the marks, so nothing was written\n${renderMistakes(mistakes)}`);
}
