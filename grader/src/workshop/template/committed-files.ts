import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../../shared/paths.ts";
import { codeOf } from "../../shared/write-error.ts";
import { readSources } from "./files.ts";
import type { SourceFiles } from "./generate.ts";
import { STUBS } from "./make-files.ts";

/** The files that are made, as they are now, and all stubs. */
export async function committedFiles(made: SourceFiles): Promise<SourceFiles> {
  const stubs = [...(await readSources(join(ROOT, STUBS)))].map(([path, text]) => [`${STUBS}${path}`, text] as const);
  const others = [...made.keys()].filter((path) => !path.startsWith(STUBS));
  const texts = others.map(async (path) => [path, await readIfExists(join(ROOT, path))] as const);
  const found = (await Promise.all(texts)).flatMap(([path, text]) =>
    text === undefined ? [] : [[path, text] as const],
  );
  return new Map([...found, ...stubs]);
}

async function readIfExists(file: string): Promise<string | undefined> {
  return readFile(file, "utf8").catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  });
}
