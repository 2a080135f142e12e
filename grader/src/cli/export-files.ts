import { mkdir, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { FaultError, UsageError } from "../shared/errors.ts";
import { parseClassFacts, toClass, type Class } from "../office/export/class-facts.ts";
import { findResults } from "../office/marks/find-results.ts";

/** The results of a folder. */
export interface Found extends Class {
  readonly directory: string;
  /** One result, and not a class that has one. */
  readonly single: boolean;
}

const FULL = new Set(["ENOSPC", "EDQUOT", "EIO"]);

/** Reads a result or a class, with class.json where it is there. @throws UsageError */
export async function readClass(target: string): Promise<Found> {
  const results = await findResults(target);
  const [first] = results;
  const single = [resolve(target), dirname(resolve(target))].includes(resolve(first?.directory ?? ""));
  if (single) return { directory: first?.directory ?? target, single, ...toClass(results) };
  const file = join(target, "class.json");
  const text = await readFile(file, "utf8").catch(whereMissing);
  const facts = text === null ? undefined : parseFacts(text, file);
  return { directory: target, single, ...toClass(results, facts) };
}

/** Reads a file that was downloaded from somewhere, in UTF-8 with its byte order mark. @throws UsageError */
export async function readSheetFile(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new UsageError(`${file} cannot be read (${codeOf(error)})`, { cause: error });
  });
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new UsageError(`${file} is not UTF-8: give it as it was downloaded, and not saved anew`, { cause: error });
  }
}

/** Writes a file whole or not at all, its folder too. @throws UsageError, FaultError */
export async function writeExport(file: string, content: string | Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFileAtomic(file, typeof content === "string" ? content : Buffer.from(content));
  } catch (error) {
    const message = `${file} cannot be written (${codeOf(error)})`;
    if (FULL.has(codeOf(error))) throw new FaultError(message, { cause: error });
    throw new UsageError(`${message}: choose another place with --out`, { cause: error });
  }
}

function parseFacts(text: string, file: string) {
  try {
    return parseClassFacts(JSON.parse(text));
  } catch (error) {
    throw new UsageError(`${file} is no class of this grader: grade the class again`, { cause: error });
  }
}

function whereMissing(error: unknown): null {
  if (codeOf(error) === "ENOENT") return null;
  throw error;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown error";
}
