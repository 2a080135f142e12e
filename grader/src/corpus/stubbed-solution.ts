import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { parseRegions } from "../template/regions.ts";
import { linesOf } from "./hand-in.ts";
import { copySolution } from "../variants/patch.ts";

/** Writes the reference solution with one function left as its stub into a folder, as a submission. */
export async function writeStubbedSolution(functionName: string, folder: string): Promise<void> {
  const exercise = EXERCISES.find(({ functions }) => functions.includes(functionName));
  if (exercise === undefined) throw new RangeError(`no exercise has a function ${functionName}`);
  await copySolution(folder);
  const target = join(folder, "src", exercise.file);
  const regions = parseRegions(exercise.file, await readFile(target, "utf8"));
  const stub = { [functionName]: `throw new Error("${functionName} is not implemented yet");` };
  await writeFile(target, regions.flatMap((region) => linesOf(region, stub, false)).join("\n"));
}
