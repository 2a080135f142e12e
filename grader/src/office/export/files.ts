import { mkdir, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { FaultError, UsageError } from "../../shared/errors.ts";
import { parseClassFacts, toClass, type Class } from "./class-facts.ts";
import { findResults } from "../marks/find-results.ts";

/** The results of a folder. */
export interface Found extends Class {
  readonly directory: string;
  /** Whether it is one result, not a class of one. */
  readonly single: boolean;
}

const FULL = new Set(["ENOSPC", "EDQUOT", "EIO"]);

/** Reads a result, or a class with its class.json if there is one. @throws UsageError */
export async function readExportables(target: string): Promise<Found> {
  const results = await findResults(target);
  const [first] = results;
  const single = [resolve(target), dirname(resolve(target))].includes(resolve(first?.directory ?? ""));
  if (single) return { directory: first?.directory ?? target, single, ...toClass(results) };
  const file = join(target, "class.json");
  const text = await readFile(file, "utf8").catch(whereMissing);
  const facts = text === null ? undefined : parseFacts(text, file);
  return { directory: target, single, ...toClass(results, facts) };
}

/** Reads a downloaded file, in UTF-8, keeping a byte order mark. @throws UsageError */
export async function readSheetFile(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new UsageError(`${file} cannot be read (${codeOf(error)})`, { cause: error });
  });
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new UsageError(`${file} is not UTF-8: pass it as downloaded, without saving it in another program`, {
      cause: error,
    });
  }
}

/** Writes a file atomically, creating its folder. @throws UsageError, FaultError */
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
    throw new UsageError(`${file} is not a class.json of this grader: grade the class again`, { cause: error });
  }
}

function whereMissing(error: unknown): null {
  if (codeOf(error) === "ENOENT") return null;
  throw error;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown error";
}
