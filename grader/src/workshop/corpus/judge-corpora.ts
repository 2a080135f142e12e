import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomFrom } from "@robustness-lab/fixtures";
import { ALTERNATIVES, MISCONCEPTIONS, type Misconception } from "@robustness-lab/fixtures/corpus";
import { openAnswers } from "../../pipeline/diagnose/answers.ts";
import { graderVersion } from "../../pipeline/grade/grader-version.ts";
import { showProgress } from "../../shared/progress.ts";
import type { AlternativeRow, CorpusReport, MisconceptionRow } from "./render-corpus.ts";
import { tryAlternative, tryMisconception, tryPair, tryReference, type Losses } from "./trials.ts";

export interface CorpusOptions {
  readonly exercise?: string;
  readonly seed: number;
  /** Seeds for the reference. */
  readonly references: number;
  /** Seeds for each alternative. */
  readonly alternatives: number;
  readonly pairs: number;
  readonly full: boolean;
}

/** Judges the corpora in this process. The engine must be loaded. */
export async function judgeCorpora(options: CorpusOptions, engine: string, signal: AbortSignal): Promise<CorpusReport> {
  const isChosen = ({ exercise }: { readonly exercise: string }): boolean =>
    options.exercise === undefined || exercise === options.exercise;
  const isWhole = options.exercise === undefined;
  const inOrder = oneByOne(signal);
  return {
    misconceptions: await tryMisconceptions(MISCONCEPTIONS.filter(isChosen), options, engine, inOrder),
    alternatives: await tryAlternatives(options, ALTERNATIVES.filter(isChosen), inOrder),
    references: isWhole ? await tryReferences(options, inOrder) : [],
    pairs: isWhole ? await tryPairs(options, inOrder) : [],
  };
}

async function tryMisconceptions(
  rows: readonly Misconception[],
  { seed, full }: CorpusOptions,
  engine: string,
  inOrder: InOrder,
): Promise<readonly MisconceptionRow[]> {
  // A folder that does not exist, so that no answer comes from a cache.
  const folder = join(tmpdir(), "corpus-answers");
  const { replay } = openAnswers({ folder, graderVersion: await graderVersion(), engine, seed });
  return inOrder("misconceptions", rows, async (row) => ({
    row,
    ...(await tryMisconception(row, { seed, full }, { misconceptions: MISCONCEPTIONS, replay })),
  }));
}

async function tryAlternatives(
  { seed, alternatives, full }: CorpusOptions,
  rows: typeof ALTERNATIVES,
  inOrder: InOrder,
): Promise<readonly AlternativeRow[]> {
  const trials = rows.flatMap((row) => range(alternatives).map((index) => ({ row, index })));
  // The first seed in all checks, the others only in those of the changed file.
  return inOrder("alternatives", trials, async ({ row, index }) => {
    const losses = await tryAlternative(row, { seed: seed + index, full: full || index === 0 });
    return { row, seed: seed + index, ...losses };
  });
}

function tryReferences({ seed, references }: CorpusOptions, inOrder: InOrder) {
  return inOrder("reference", range(references), async (index) => ({
    seed: seed + index,
    lost: await tryReference(seed + index),
  }));
}

function tryPairs({ seed, pairs }: CorpusOptions, inOrder: InOrder) {
  return inOrder("pairs", drawPairs(pairs, seed), async (pair): Promise<Losses & { readonly ids: string }> => ({
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

type InOrder = <T, R>(what: string, items: readonly T[], trial: (item: T) => Promise<R>) => Promise<readonly R[]>;

/** Runs trials one after the other, with a progress bar. */
function oneByOne(signal: AbortSignal): InOrder {
  return async (what, items, trial) => {
    const progress = showProgress(what.padEnd(14), process.stderr.isTTY, "tried");
    const results = [];
    for (const [index, item] of items.entries()) {
      results.push(await trial(item));
      progress.update(index + 1, items.length);
      // Checks never yield to the event loop, which draws the bar and handles Ctrl-C.
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
    }
    progress.stop();
    return results;
  };
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}
