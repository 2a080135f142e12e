import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { readUtf8 } from "../../shared/read-utf8.ts";
import { toWriteError } from "../../shared/write-error.ts";
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

/** Reads a downloaded sheet. @throws UsageError */
export function readSheetFile(file: string): Promise<string> {
  return readUtf8(file, "pass it as downloaded, without saving it in another program");
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
