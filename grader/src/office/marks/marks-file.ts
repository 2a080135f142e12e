import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { decodeText, formatBytes } from "@robustness-lab/fixtures/hand-in";
import { UsageError } from "../../shared/errors.ts";
import { codeOf, toWriteError } from "../../shared/write-error.ts";
import { MAX_MARKS_BYTES } from "./yaml-text.ts";

const MARKS_FILE = "marks.yaml";
const MARKERS_FILE = /^marks-.+\.yaml$/;

/** The default marks file of a class, or of a single result. */
export function defaultMarksFile(results: string): string {
  return join(basename(results) === "result.json" ? dirname(results) : results, MARKS_FILE);
}

/** All marks files beside the results: marks.yaml first, then marks-NAME.yaml by name; the default one if there are none. */
export async function findMarksFiles(results: string): Promise<readonly string[]> {
  const first = defaultMarksFile(results);
  const names = await readdir(dirname(first)).catch((): string[] => []);
  const others = names.filter((name) => MARKERS_FILE.test(name)).toSorted();
  const found = [...(names.includes(MARKS_FILE) ? [MARKS_FILE] : []), ...others];
  return found.length === 0 ? [first] : found.map((name) => join(dirname(first), name));
}

/** Reads a marks file, in UTF-8 or UTF-16, as Notepad writes it. @throws UsageError */
export async function readMarksFile(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > MAX_MARKS_BYTES) throw new UsageError(tooLarge(file));
    return decodeText(await readFile(file));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `${file} cannot be read (${codeOf(error)}): mark with ./robustness-lab mark, or create one with ./robustness-lab marks new`,
      {
        cause: error,
      },
    );
  }
}

/** Writes a new file. @throws UsageError if it exists or cannot be written */
export async function writeNewFile(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: "wx" });
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw toWriteError(error, file);
    throw new UsageError(`${file} already exists and may contain marks: choose another name with --out`, {
      cause: error,
    });
  }
}

function tooLarge(file: string): string {
  return `${file} is larger than ${formatBytes(MAX_MARKS_BYTES)}: mark in several files`;
}
