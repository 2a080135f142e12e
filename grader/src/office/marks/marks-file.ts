import { readFile, stat, writeFile } from "node:fs/promises";
import { decodeText, formatBytes } from "@robustness-lab/fixtures/hand-in";
import { UsageError } from "../../shared/errors.ts";
import { codeOf, toWriteError } from "../../shared/write-error.ts";
import { MAX_MARKS_BYTES } from "./yaml-text.ts";

/** Reads a marks file, in UTF-8 or UTF-16, as Notepad writes it. @throws UsageError */
export async function readMarksFile(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > MAX_MARKS_BYTES) throw new UsageError(tooLarge(file));
    return decodeText(await readFile(file));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${file} cannot be read (${codeOf(error)}): create one with ./robustness-lab marks new`, {
      cause: error,
    });
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
