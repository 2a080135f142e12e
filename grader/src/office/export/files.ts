import { mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { UsageError } from "../../shared/errors.ts";
import { codeOf, toWriteError } from "../../shared/write-error.ts";
import { readClass } from "../class/class-folder.ts";
import { findResults } from "../class/results.ts";
import { toExportables, type Exportables } from "./exportable.ts";

/** The results to export and their folder. */
export interface FoundExportables extends Exportables {
  readonly directory: string;
  /** True for one result, false for a class. */
  readonly isSingle: boolean;
}

/** Reads a result, or a class with its class.json if there is one. @throws UsageError */
export async function readExportables(target: string): Promise<FoundExportables> {
  const { isSingle, results } = await findResults(target);
  if (isSingle) return { directory: results[0]?.directory ?? target, isSingle, ...toExportables(results) };
  return { directory: target, isSingle, ...toExportables(results, await readClass(target)) };
}

/** Reads a downloaded file in UTF-8, with its byte order mark. @throws UsageError */
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
    throw toWriteError(error, file);
  }
}
