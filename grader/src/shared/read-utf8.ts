import { readFile } from "node:fs/promises";
import { UsageError } from "./errors.ts";
import { codeOf } from "./write-error.ts";

/** Reads a text in UTF-8, with its byte order mark. @throws UsageError with `advice` for another encoding */
export async function readUtf8(file: string, advice: string): Promise<string> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new UsageError(`${file} cannot be read (${codeOf(cause)})`, { cause });
  });
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new UsageError(`${file} is not UTF-8: ${advice}`, { cause });
  }
}
