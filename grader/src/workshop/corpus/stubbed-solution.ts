import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { stubOf, writeRewrittenSolution } from "./rewritten-solution.ts";

/** Writes the reference solution with one function left as its stub into a folder, as a submission. */
export async function writeStubbedSolution(functionName: string, folder: string): Promise<void> {
  const isKnown = EXERCISES.some(({ functions }) => functions.includes(functionName));
  if (!isKnown) throw new RangeError(`no exercise has a function ${functionName}`);
  await writeRewrittenSolution(folder, (name) => (name === functionName ? stubOf(name) : undefined));
}
