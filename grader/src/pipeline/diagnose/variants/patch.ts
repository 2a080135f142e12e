import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ReferencePatch } from "@robustness-lab/fixtures/corpus";
import { SOLUTION_FOLDER } from "../../../shared/paths.ts";

/** A replacement of text in one file of the reference solution; the result is a variant. */
export type Patch = Pick<ReferencePatch, "id" | "file" | "find" | "replace">;

/** Writes a variant into a folder, as a submission. @throws Error when the patch does not apply */
export async function writePatchedSolution(patch: Patch, folder: string): Promise<void> {
  await copySolution(folder);
  const target = join(folder, "src", patch.file);
  await writeFile(target, applyPatch(await readFile(target, "utf8"), patch));
}

/** Copies the sources of the reference solution without its tests. */
export async function copySolution(folder: string): Promise<void> {
  await cp(join(SOLUTION_FOLDER, "src"), join(folder, "src"), {
    recursive: true,
    filter: (path) => !path.endsWith(".test.ts"),
  });
}

/** The patched text of a file. @throws Error when `find` does not occur exactly once */
export function applyPatch(text: string, { id, file, find, replace }: Patch): string {
  const [before, after, ...more] = text.split(find);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(
      `patch ${id} does not apply: its text occurs ${text.split(find).length - 1} times in ${file}, not once`,
    );
  }
  return before + replace + after;
}
