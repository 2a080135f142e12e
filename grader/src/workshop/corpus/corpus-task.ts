import { ALTERNATIVES, MISCONCEPTIONS, type Misconception } from "@robustness-lab/fixtures/corpus";
import type { EngineName } from "@robustness-lab/fixtures/engine/choice";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openAnswers } from "../../pipeline/diagnose/answers.ts";
import { graderVersion } from "../../pipeline/grade/grader-version.ts";
import {
  tryAlternative,
  tryMisconception,
  tryPair,
  tryReference,
  type Losses,
  type MisconceptionTrial,
} from "./trials.ts";

/** A trial of one program with one seed; rows of the corpora are named, since threads exchange plain data only. */
export type CorpusTask = { readonly seed: number } & (
  | { readonly kind: "misconception"; readonly id: string; readonly full: boolean; readonly diagnosed: boolean }
  | { readonly kind: "alternative"; readonly id: string; readonly full: boolean }
  | { readonly kind: "reference" }
  | { readonly kind: "pair"; readonly ids: readonly [string, string] }
);

/** The diagnosis is for misconceptions only. */
export type CorpusOutcome = Losses & Partial<Pick<MisconceptionTrial, "diagnosis">>;

/** Makes a function that runs trials in this thread. The engine must be loaded. */
export function corpusTrials(engine: EngineName): (task: CorpusTask) => Promise<CorpusOutcome> {
  const replayFor = replays(engine);
  return async (task) => {
    const { seed } = task;
    if (task.kind === "reference") return { wronglyLost: await tryReference(seed), wronglyKept: [] };
    if (task.kind === "pair") return tryPair([misconception(task.ids[0]), misconception(task.ids[1])], seed);
    if (task.kind === "alternative") return tryAlternative(rowOf(ALTERNATIVES, task.id), { seed, full: task.full });
    const options = { seed, full: task.full };
    if (!task.diagnosed) return tryMisconception(misconception(task.id), options);
    const known = { misconceptions: MISCONCEPTIONS, replay: await replayFor(seed) };
    return tryMisconception(misconception(task.id), options, known);
  };
}

/** The answers of misconceptions with one seed at a time: those with all seeds would need too much memory. */
function replays(engine: EngineName) {
  let current: { readonly seed: number; readonly replay: ReturnType<typeof openAnswers>["replay"] } | undefined;
  return async (seed: number) => {
    // A folder that does not exist, so that no answer comes from a cache.
    const options = { folder: join(tmpdir(), "corpus-answers"), graderVersion: await graderVersion(), engine, seed };
    if (current?.seed !== seed) current = { seed, replay: openAnswers(options).replay };
    return current.replay;
  };
}

function misconception(id: string): Misconception {
  return rowOf(MISCONCEPTIONS, id);
}

function rowOf<T extends { readonly id: string }>(rows: readonly T[], id: string): T {
  const found = rows.find((row) => row.id === id);
  if (found === undefined) throw new Error(`the corpora have no row ${id}`);
  return found;
}
