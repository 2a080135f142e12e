import { setUpIsolation, type IsolationName } from "../pipeline/run/isolation/index.ts";
import { tryHostile } from "../workshop/corpus/try-hostile.ts";
import { EXIT } from "../shared/exit.ts";
import { setUpGrading } from "./set-up-grading.ts";

interface Options {
  readonly isolation: IsolationName;
  readonly seed: number;
}

/** Grades the hostile and malformed submissions whose ids begin with a prefix, and prints a line for each. */
export async function hostile(prefixes: readonly string[], options: Options, signal: AbortSignal): Promise<number> {
  const { isolation, seed } = options;
  const setUp = async () => setUpGrading(await setUpIsolation(isolation));
  return (await tryHostile(prefixes, { isolation, seed, setUp, signal })) ? EXIT.done : EXIT.fault;
}
