import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomFrom } from "@robustness-lab/fixtures";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { ALTERNATIVES, MISCONCEPTIONS, type Misconception } from "@robustness-lab/fixtures/corpus";
import {
  renderCorpus,
  type AlternativeRow,
  type CorpusReport,
  type MisconceptionRow,
} from "../workshop/corpus/render-corpus.ts";
import { tryAlternative, tryMisconception, tryPair, tryReference, type Losses } from "../workshop/corpus/trials.ts";
import { openAnswers } from "../pipeline/diagnose/answers.ts";
import { UsageError } from "../shared/errors.ts";
import { graderVersion } from "../pipeline/grade/grader-version.ts";
import { showProgress } from "../shared/progress.ts";
import type { CorpusCommand } from "./corpus-options.ts";
import { loadEngineOrExplain } from "./load-engine-or-explain.ts";
import { EXIT } from "./run-command.ts";

/** Judges the corpora and prints what became of them. Gives the exit code. */
export async function corpusCommand(command: CorpusCommand): Promise<number> {
  assertExercise(command.exercise);
  const engine = await loadEngineOrExplain("auto", (line) => console.error(line));
  const isChosen = ({ exercise }: { readonly exercise: string }): boolean =>
    command.exercise === undefined || exercise === command.exercise;
  const isWhole = command.exercise === undefined;
  const report: CorpusReport = {
    misconceptions: await tryMisconceptions(MISCONCEPTIONS.filter(isChosen), command, engine.name),
    alternatives: await tryAlternatives(command, ALTERNATIVES.filter(isChosen)),
    references: isWhole ? await tryReferences(command) : [],
    pairs: isWhole ? await tryPairs(command) : [],
  };
  const { text, isAsExpected } = renderCorpus(report);
  console.log(text);
  return isAsExpected ? EXIT.done : EXIT.fault;
}

function assertExercise(exercise: string | undefined): void {
  const ids = EXERCISES.map(({ id }) => id);
  if (exercise !== undefined && !ids.includes(exercise)) {
    throw new UsageError(`--exercise names ${exercise}, expected one of ${ids.join(", ")}`);
  }
}

async function tryMisconceptions(
  rows: readonly Misconception[],
  { seed, full }: CorpusCommand,
  engine: string,
): Promise<readonly MisconceptionRow[]> {
  // A folder that is never written: what these answer is what is tried here.
  const folder = join(tmpdir(), "corpus-answers");
  const { replay } = openAnswers({ folder, graderVersion: await graderVersion(), engine, seed });
  return inTurn("misconceptions", rows, async (row) => ({
    row,
    ...(await tryMisconception(row, { seed, full }, { misconceptions: MISCONCEPTIONS, replay })),
  }));
}

async function tryAlternatives(
  { seed, alternatives, full }: CorpusCommand,
  rows: typeof ALTERNATIVES,
): Promise<readonly AlternativeRow[]> {
  const trials = rows.flatMap((row) => range(alternatives).map((index) => ({ row, index })));
  // In all checks once: on the other seeds those of the file are enough.
  return inTurn("alternatives", trials, async ({ row, index }) => {
    const losses = await tryAlternative(row, { seed: seed + index, full: full || index === 0 });
    return { row, seed: seed + index, ...losses };
  });
}

function tryReferences({ seed, references }: CorpusCommand) {
  return inTurn("reference", range(references), async (index) => ({
    seed: seed + index,
    lost: await tryReference(seed + index),
  }));
}

function tryPairs({ seed, pairs }: CorpusCommand) {
  return inTurn("pairs", drawPairs(pairs, seed), async (pair): Promise<Losses & { readonly ids: string }> => ({
    ids: pair.map(({ id }) => id).join(" and "),
    ...(await tryPair(pair, seed)),
  }));
}

/** Random pairs of misconceptions in different exercises. */
function drawPairs(count: number, seed: number): readonly (readonly [Misconception, Misconception])[] {
  const random = randomFrom(seed);
  const draw = (from: readonly Misconception[]): Misconception =>
    from[random.integer(0, from.length - 1)] as Misconception;
  return range(count).map(() => {
    const first = draw(MISCONCEPTIONS);
    return [first, draw(MISCONCEPTIONS.filter(({ exercise }) => exercise !== first.exercise))] as const;
  });
}

/** One after the other, with a bar. */
async function inTurn<T, R>(what: string, items: readonly T[], trial: (item: T) => Promise<R>): Promise<readonly R[]> {
  const progress = showProgress(what.padEnd(14), process.stderr.isTTY, "tried");
  const results: R[] = [];
  for (const [index, item] of items.entries()) {
    results.push(await trial(item));
    progress.update(index + 1, items.length);
    // The checks never wait for anything but each other: here the bar is drawn, and Ctrl-C heard.
    await new Promise((resolve) => setImmediate(resolve));
  }
  progress.stop();
  return results;
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}
