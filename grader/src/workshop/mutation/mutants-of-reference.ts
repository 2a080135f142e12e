import { readFile } from "node:fs/promises";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { SOLUTION_FOLDER } from "../../shared/paths.ts";
import { findMutants } from "./find-mutants.ts";
import type { Mutant } from "./mutant.ts";
import { typedSources } from "./typed-source.ts";

/** All mutants of the reference, in the order of the sheet. */
export async function mutantsOfReference(): Promise<readonly Mutant[]> {
  const files = [...new Set(EXERCISES.map(({ file }) => file))];
  const texts = files.map(async (file) => [file, await readFile(`${SOLUTION_FOLDER}/src/${file}`, "utf8")] as const);
  const mutants: Mutant[] = [];
  for (const source of typedSources(new Map(await Promise.all(texts)))) mutants.push(...(await findMutants(source)));
  return mutants;
}
