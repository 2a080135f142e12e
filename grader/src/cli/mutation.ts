import { EXIT } from "../shared/exit.ts";
import { UsageError } from "../shared/errors.ts";
import { showProgress } from "../shared/progress.ts";
import { draw } from "../workshop/mutation/draw.ts";
import { EQUIVALENTS } from "../workshop/mutation/equivalents/index.ts";
import { explainMutants, unlisted } from "../workshop/mutation/explain-mutants.ts";
import { judgeMutants, type JudgedMutant } from "../workshop/mutation/judge-mutants.ts";
import type { Mutant } from "../workshop/mutation/mutant.ts";
import { mutantsOfReference } from "../workshop/mutation/mutants-of-reference.ts";
import { renderMutant, renderTally } from "../workshop/mutation/render-tally.ts";
import { findUnstable, renderStability } from "../workshop/mutation/stability.ts";
import { holds, isMeant, tally } from "../workshop/mutation/tally.ts";
import { loadEngineOrExplain } from "./set-up-grading.ts";

interface Options {
  readonly seed: number;
  readonly operator?: string;
  readonly list: boolean;
  readonly jobs: number;
  readonly stability?: number;
  readonly seeds: number;
  readonly explain?: number;
}

/** Mutates the reference and prints which mutants the suites catch. */
export async function mutation(prefixes: readonly string[], options: Options, signal: AbortSignal): Promise<number> {
  const all = await mutantsOfReference();
  const mutants = chosen(all, prefixes, options);
  if (options.list) {
    console.log([...mutants.map(renderMutant), `${mutants.length} mutants`].join("\n\n"));
    return EXIT.done;
  }
  if (options.stability !== undefined)
    return judgeStability(draw(mutants, options.stability, options.seed), options, signal);
  if (options.explain !== undefined) return explain(mutants, options.explain, options, signal);
  const judged = await judge(mutants, { seeds: [options.seed], jobs: options.jobs, signal });
  const isAsked = (one: (typeof EQUIVALENTS)[number]): boolean =>
    mutants.length === all.length || mutants.some((mutant) => isMeant(one, mutant));
  const result = tally(judged, EQUIVALENTS.filter(isAsked));
  console.log(renderTally(result));
  return holds(result) ? EXIT.done : EXIT.fault;
}

/** The mutants of functions or files that begin with a prefix, and of an operator. @throws UsageError if there are none */
function chosen(all: readonly Mutant[], prefixes: readonly string[], { operator }: Options): readonly Mutant[] {
  const isChosen = ({ functionName, file }: Mutant): boolean =>
    prefixes.length === 0 || prefixes.some((one) => functionName.startsWith(one) || file.startsWith(one));
  const mutants = all.filter((mutant) => isChosen(mutant) && (operator === undefined || mutant.operator === operator));
  if (mutants.length > 0) return mutants;
  const operators = [...new Set(all.map((mutant) => mutant.operator))].sort().join(", ");
  const asked = [...prefixes, ...(operator === undefined ? [] : [`"${operator}"`])].join(", ");
  throw new UsageError(`no mutant matches ${asked}; the operators are ${operators}`);
}

interface Judging {
  readonly seeds: readonly number[];
  readonly all?: boolean;
  readonly jobs: number;
  readonly signal: AbortSignal;
}

async function judge(mutants: readonly Mutant[], options: Judging): Promise<readonly JudgedMutant[]> {
  const progress = showProgress("mutation", process.stderr.isTTY, "mutants");
  try {
    return await judgeMutants(mutants, { ...options, onDone: progress.update });
  } finally {
    progress.stop();
  }
}

/** Prints the mutants that some seeds judge differently from others. */
async function judgeStability(mutants: readonly Mutant[], options: Options, signal: AbortSignal): Promise<number> {
  const seeds = Array.from({ length: options.seeds }, (_, index) => options.seed + index);
  const judged = await judge(mutants, { seeds, all: true, jobs: options.jobs, signal });
  console.log(renderStability(judged, seeds.length));
  return findUnstable(judged).length === 0 && judged.every(({ fate }) => fate !== "fault") ? EXIT.done : EXIT.fault;
}

/** Prints what students would read about some mutants that are caught and are no misconception of the corpus. */
async function explain(
  mutants: readonly Mutant[],
  count: number,
  options: Options,
  signal: AbortSignal,
): Promise<number> {
  // Twice as many, since some survive.
  const drawn = draw(await unlisted(mutants), 2 * count, options.seed);
  const judged = await judge(drawn, { seeds: [options.seed], all: true, jobs: options.jobs, signal });
  const caught = draw(
    judged.filter(({ fate }) => fate === "killed"),
    count,
    options.seed,
  );
  const engine = await loadEngineOrExplain("wasm", (line) => console.error(line));
  console.log(await explainMutants(caught, engine.name, options.seed));
  return EXIT.done;
}
