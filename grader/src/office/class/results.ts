import { access, readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { UsageError } from "../../shared/errors.ts";
import { parseResult, type Result } from "../../pipeline/score/result.ts";
import type { ClassEntry } from "./class-file.ts";

const RESULT_FILE = "result.json";

/** A result and its folder. */
export interface FoundResult {
  /** The name of the folder. */
  readonly name: string;
  readonly directory: string;
  readonly result: Result;
}

export interface FoundResults {
  /** True if the target is one result and not a folder of results. */
  readonly isSingle: boolean;
  readonly results: readonly FoundResult[];
}

/**
 * Reads the results of a target: a result.json, the folder of one, or a folder of such folders, sorted by name.
 *
 * @throws UsageError if there are none, or one is invalid
 */
export async function findResults(target: string): Promise<FoundResults> {
  const single = await firstFile([target, join(target, RESULT_FILE)]);
  const files = single === undefined ? await filesBelow(target) : [single];
  if (files.length === 0) {
    throw new UsageError(`${target} contains no ${RESULT_FILE}, nor does a folder in it: grade first`);
  }
  return { isSingle: single !== undefined, results: await Promise.all(files.map(readFound)) };
}

/** The result of an entry of a class; undefined if there is none, or it is not the one that the entry describes. */
export async function readResultOf(classFolder: string, entry: ClassEntry): Promise<Result | undefined> {
  // A class.json may come from elsewhere: its paths must not lead out of its folder.
  if (!("folder" in entry) || !isPlainName(entry.folder)) return undefined;
  const result = await readResultIn(join(classFolder, entry.folder));
  return result?.submission.sha256 === entry.sha256 ? result : undefined;
}

/** The result in a folder; undefined if it, one of its reports, a picture or a document is missing or invalid. */
export async function readResultIn(folder: string): Promise<Result | undefined> {
  try {
    // result.json is written last, but a report may have been removed since.
    await Promise.all(["report.html", "report.md"].map((name) => access(join(folder, name))));
    const result = parseResult(JSON.parse(await readFile(join(folder, RESULT_FILE), "utf8")));
    const beside = [...(result.pictures ?? []), ...(result.documents ?? [])];
    await Promise.all(beside.map(({ file }) => access(join(folder, file))));
    return result;
  } catch {
    return undefined;
  }
}

async function filesBelow(target: string): Promise<readonly string[]> {
  const names = await readdir(target).catch((cause: unknown) => {
    throw new UsageError(`${target} is neither a ${RESULT_FILE} nor a folder of results`, { cause });
  });
  const files = await Promise.all(names.sort().map((name) => firstFile([join(target, name, RESULT_FILE)])));
  return files.filter((file) => file !== undefined);
}

async function firstFile(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if ((await stat(path).catch(() => undefined))?.isFile() === true) return path;
  return undefined;
}

async function readFound(file: string): Promise<FoundResult> {
  const directory = dirname(file);
  try {
    const result = parseResult(JSON.parse(await readFile(file, "utf8")));
    return { name: basename(resolve(directory)), directory, result };
  } catch (error) {
    throw new UsageError(`${file} is not a result of this grader: grade again`, { cause: error });
  }
}

function isPlainName(folder: string): boolean {
  return basename(folder) === folder && !folder.includes("\\") && folder !== ".." && folder !== ".";
}
