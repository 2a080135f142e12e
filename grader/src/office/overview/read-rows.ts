import { UsageError } from "../../shared/errors.ts";
import type { ClassEntry, ClassSettings } from "../class/class-file.ts";
import { readClass } from "../class/class-folder.ts";
import { findResults, readResultOf } from "../class/results.ts";
import { readSimilarity, type Similarity } from "../similarity/similarity-file.ts";
import { toRow, toRowWithout, type Row } from "./row.ts";

/** The rows of a class, and its settings if there is a class.json. */
export interface ClassRows {
  readonly rows: readonly Row[];
  readonly run: ClassSettings | null;
  readonly similarity?: Similarity;
}

/**
 * Reads a class. Without class.json, each folder with a result is a submission with the name of the folder.
 *
 * @throws UsageError if there are no results either
 */
export async function readRows(folder: string): Promise<ClassRows> {
  const file = await readClass(folder);
  if (file === undefined) return { rows: await readLoose(folder), run: null };
  const rows: Row[] = [];
  // One after the other: rows are small and results are large.
  for (const entry of file.submissions) rows.push(await readRow(folder, entry));
  const { grader, only, shards } = file;
  const similarity = await readSimilarity(folder);
  return { rows, run: { grader, ...(only && { only }), ...(shards && { shards }) }, ...(similarity && { similarity }) };
}

async function readRow(folder: string, entry: ClassEntry): Promise<Row> {
  const result = await readResultOf(folder, entry);
  return result !== undefined && "folder" in entry ? toRow(entry, result) : toRowWithout(entry);
}

async function readLoose(folder: string): Promise<readonly Row[]> {
  const { isSingle, results } = await findResults(folder);
  if (isSingle) throw new UsageError(`${folder} is the result of one submission: expected the folder of a class`);
  return results.map(({ name, result }) => toRow({ id: name, name: result.submission.name, folder: name }, result));
}
