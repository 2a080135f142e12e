import { randomFrom } from "@robustness-lab/fixtures";
import { ALTERNATIVES, MISCONCEPTIONS, type Misconception } from "@robustness-lab/fixtures/corpus";
import { FaultError } from "../../shared/errors.ts";
import { showProgress } from "../../shared/progress.ts";
import { runBundled } from "../threads/run-bundled.ts";
import type { CorpusOutcome, CorpusTask } from "./corpus-task.ts";
import type { AlternativeRow, CorpusReport, MisconceptionRow } from "./render-corpus.ts";

export interface CorpusOptions {
  readonly exercise?: string;
  readonly seed: number;
  /** Seeds for each misconception. */
  readonly misconceptions: number;
  /** Seeds for each alternative. */
  readonly alternatives: number;
  /** Seeds for the reference. */
  readonly references: number;
  readonly pairs: number;
  readonly full: boolean;
  /** Threads. */
  readonly jobs: number;
}

/** Judges the corpora in threads. */
export async function judgeCorpora(options: CorpusOptions, signal: AbortSignal): Promise<CorpusReport> {
  const tasks = tasksFor(options);
  const outcomes = await runTasks(tasks, options.jobs, signal);
  const trials = tasks.map((task, index) => ({ task, outcome: outcomes[index] as CorpusOutcome }));
  return {
    misconceptions: MISCONCEPTIONS.flatMap((row) =>
      trials.flatMap(({ task, outcome }): readonly MisconceptionRow[] => {
        if (task.kind !== "misconception" || task.id !== row.id) return [];
        return [{ row, seed: task.seed, ...outcome }];
      }),
    ),
    alternatives: ALTERNATIVES.flatMap((row) =>
      trials.flatMap(({ task, outcome }): readonly AlternativeRow[] =>
        task.kind === "alternative" && task.id === row.id ? [{ row, seed: task.seed, ...outcome }] : [],
      ),
    ),
    references: trials.flatMap(({ task, outcome }) =>
      task.kind === "reference" ? [{ seed: task.seed, lost: outcome.wronglyLost }] : [],
    ),
    pairs: trials.flatMap(({ task, outcome }) =>
      task.kind === "pair" ? [{ ids: task.ids.join(" and "), ...outcome }] : [],
    ),
  };
}

/** All trials, those with one seed together. */
function tasksFor({ exercise, ...options }: CorpusOptions): readonly CorpusTask[] {
  const { seed: first, full } = options;
  const isChosen = (row: { readonly exercise: string }): boolean => exercise === undefined || exercise === row.exercise;
  const isWhole = exercise === undefined;
  const seeds = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => first + index);
  return [
    ...seeds(options.misconceptions).flatMap((seed) =>
      // A diagnosis takes longer than a verdict, and hangs less on the seed.
      MISCONCEPTIONS.filter(isChosen).map(({ id }): CorpusTask => ({
        kind: "misconception",
        id,
        seed,
        full,
        diagnosed: seed === first,
      })),
    ),
    // The first seed in all checks, the others only in those of the changed file.
    ...seeds(options.alternatives).flatMap((seed) =>
      ALTERNATIVES.filter(isChosen).map(({ id }): CorpusTask => ({
        kind: "alternative",
        id,
        seed,
        full: full || seed === first,
      })),
    ),
    ...seeds(isWhole ? options.references : 0).map((seed): CorpusTask => ({ kind: "reference", seed })),
    ...drawPairs(isWhole ? options.pairs : 0, first).map((ids): CorpusTask => ({ kind: "pair", ids, seed: first })),
  ];
}

async function runTasks(
  tasks: readonly CorpusTask[],
  jobs: number,
  signal: AbortSignal,
): Promise<readonly CorpusOutcome[]> {
  const progress = showProgress("corpora", process.stderr.isTTY, "programs");
  try {
    const worker = new URL("./worker.ts", import.meta.url);
    const options = { worker, jobs, signal, onDone: progress.update, isSpent: () => false };
    const results = await runBundled<CorpusOutcome>(tasks, options);
    return results.map((each, index) => {
      if (each.status === "done") return each.result;
      const why = each.status === "crashed" ? each.message : "out of memory";
      throw new FaultError(`no verdict on ${JSON.stringify(tasks[index])}: ${why}`);
    });
  } finally {
    progress.stop();
  }
}

/** Random pairs of misconceptions in different exercises. */
function drawPairs(count: number, seed: number): readonly (readonly [string, string])[] {
  const random = randomFrom(seed);
  const draw = (from: readonly Misconception[]): Misconception =>
    from[random.integer(0, from.length - 1)] as Misconception;
  return Array.from({ length: count }, () => {
    const first = draw(MISCONCEPTIONS);
    return [first.id, draw(MISCONCEPTIONS.filter(({ exercise }) => exercise !== first.exercise)).id] as const;
  });
}
