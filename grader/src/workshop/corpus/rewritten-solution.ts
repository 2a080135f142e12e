import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { parseRegions, type Region } from "../../shared/markers.ts";
import { copySolution } from "../../pipeline/diagnose/variants/patch.ts";

/** The new body of a function; undefined keeps the reference's. */
export type BodyOf = (functionName: string) => string | undefined;

/** Writes the reference solution with other function bodies into a folder, as a submission. */
export async function writeRewrittenSolution(folder: string, bodyOf: BodyOf): Promise<void> {
  await copySolution(folder);
  for (const file of new Set(EXERCISES.map((exercise) => exercise.file))) {
    const target = join(folder, "src", file);
    const regions = parseRegions(file, await readFile(target, "utf8"));
    await writeFile(target, regions.flatMap((region) => linesOf(region, bodyOf)).join("\n"));
  }
}

/** The body of a function that is not implemented. */
export function stubOf(functionName: string): string {
  return `throw new Error("${functionName} is not implemented yet");`;
}

function linesOf(region: Region, bodyOf: BodyOf): readonly string[] {
  const body = region.kind === "exercise" ? bodyOf(region.functionName) : undefined;
  return body === undefined ? region.lines : [body];
}
