import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { EXERCISES, exerciseOf } from "@robustness-lab/fixtures/exercises";
import { parseRegions, type Region } from "../../shared/markers.ts";
import { loadFile } from "../../pipeline/diagnose/variants/load-variant.ts";
import type { Functions } from "../../pipeline/diagnose/variants/load-code.ts";
import { copySolution } from "../../pipeline/diagnose/variants/patch.ts";
import { SOLUTION_FOLDER } from "../../shared/paths.ts";

/** The new body of a function; undefined keeps the reference's. */
export type BodyOf = (functionName: string) => string | undefined;

/** Writes the reference solution with other function bodies into a folder, as a submission. */
export async function writeRewrittenSolution(folder: string, bodyOf: BodyOf): Promise<void> {
  await copySolution(folder);
  for (const file of new Set(EXERCISES.map((exercise) => exercise.file))) {
    await writeFile(join(folder, "src", file), await rewrittenText(file, bodyOf));
  }
}

/** Loads the functions with other bodies into this process, each with the rest of its file. Only for our own bodies. */
export async function loadRewritten(bodies: Readonly<Record<string, string>>): Promise<Functions> {
  const names = Object.keys(bodies);
  const files = new Set(names.map((name) => exerciseOf(name).file));
  const loaded = await Promise.all(
    [...files].map(async (file) => loadFile(file, await rewrittenText(file, (name) => bodies[name]))),
  );
  return Object.assign({}, ...loaded) as Functions;
}

/** A file of the reference solution with other function bodies. */
async function rewrittenText(file: string, bodyOf: BodyOf): Promise<string> {
  const regions = parseRegions(file, await readFile(join(SOLUTION_FOLDER, "src", file), "utf8"));
  return regions.flatMap((region) => linesOf(region, bodyOf)).join("\n");
}

/** The body of a function that is not implemented. */
export function stubOf(functionName: string): string {
  return `throw new Error("${functionName} is not implemented yet");`;
}

function linesOf(region: Region, bodyOf: BodyOf): readonly string[] {
  const body = region.kind === "exercise" ? bodyOf(region.functionName) : undefined;
  return body === undefined ? region.lines : [body];
}
