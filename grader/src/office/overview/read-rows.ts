import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { readClass, readResultIn } from "../class/class-folder.ts";
import type { ClassEntry } from "../class/class-file.ts";
import { UsageError } from "../../shared/errors.ts";
import type { ClassFacts } from "./class-overview.ts";
import { toRow, toRowWithout, type Row } from "./row.ts";

/** Everybody of a class, and the run that graded it. */
export interface ReadClass {
  readonly rows: readonly Row[];
  readonly run: ClassFacts | null;
}

/**
 * Reads a class result by result, keeping numbers only. Without a class.json everything in the folder that holds a result
 * is somebody's, by the name of its folder.
 *
 * @throws UsageError where there is neither
 */
export async function readRows(folder: string): Promise<ReadClass> {
  const file = await readClass(folder);
  if (file === undefined) return { rows: await readLoose(folder), run: null };
  const rows: Row[] = [];
  for (const entry of file.submissions) rows.push(await readRow(folder, entry));
  const { grader, only, shards } = file;
  return { rows, run: { grader, ...(only && { only }), ...(shards && { shards }) } };
}

async function readRow(folder: string, entry: ClassEntry): Promise<Row> {
  // A class.json may come from elsewhere: it leads nowhere but into its own folder.
  if (!("folder" in entry) || !isPlainName(entry.folder)) return toRowWithout(entry);
  const result = await readResultIn(join(folder, entry.folder));
  return result === undefined || result.submission.sha256 !== entry.sha256 ? toRowWithout(entry) : toRow(entry, result);
}

async function readLoose(folder: string): Promise<readonly Row[]> {
  const names = (await readdir(folder).catch(() => [])).sort();
  const rows: Row[] = [];
  for (const name of names) {
    const result = await readResultIn(join(folder, name));
    if (result !== undefined) rows.push(toRow({ id: name, name: result.submission.name, folder: name }, result));
  }
  if (rows.length > 0) return rows;
  throw new UsageError(
    `${folder} holds neither a class.json nor folders with results: grade with ./robustness-lab grade-class`,
  );
}

function isPlainName(folder: string): boolean {
  return basename(folder) === folder && !folder.includes("\\") && folder !== ".." && folder !== ".";
}
