import type { Misconception, ReferencePatch } from "@robustness-lab/fixtures/corpus";
import * as solution from "@robustness-lab/solution";
import { exerciseOf } from "@robustness-lab/fixtures/exercises";
import { diagnose, type Replay } from "../../pipeline/diagnose/diagnose.ts";
import { functionOf } from "../../pipeline/judge/check.ts";
import { RUBRIC } from "../../pipeline/score/rubric.ts";
import { loadVariant, type Functions } from "../../pipeline/diagnose/variants/load-variant.ts";
import { judgeInProcess, type InProcessVerdict } from "./judge-in-process.ts";

/*
 * What must happen to a reference with a change, tried in this process. Exercise files stand by themselves (loadVariant sees
 * to it), so that a change to one can only lose checks of the functions in that file: those are judged unless all are
 * asked for.
 */

/** Which checks of which probes. */
export interface TrialOptions {
  readonly seed: number;
  /** All checks, and not only those of the changed file. */
  readonly full?: boolean;
}

/** What a change lost, against what it should; both lists are empty when all is well. */
export interface Losses {
  /** Ids of checks. */
  readonly wronglyLost: readonly string[];
  readonly wronglyKept: readonly string[];
}

/** What the diagnosis said of a misconception: its own name, none, or another mistake's. */
export type Named = "named" | "unnamed" | "misnamed";

/** What became of a misconception. */
export interface MisconceptionTrial extends Losses {
  readonly diagnosis: Named;
}

/** Judges the reference itself. @returns ids of the checks it loses */
export async function tryReference(seed: number): Promise<readonly string[]> {
  return lostIn(await judgeInProcess(solution, { seed }));
}

/** Judges a fair alternative: it loses nothing. */
export async function tryAlternative(alternative: ReferencePatch, options: TrialOptions): Promise<Losses> {
  return lossesOf(await judged([alternative], options), []);
}

/** Judges a misconception: it loses its checks, and is named. */
export async function tryMisconception(
  misconception: Misconception,
  options: TrialOptions,
  known: { readonly misconceptions: readonly Misconception[]; readonly replay: Replay },
): Promise<MisconceptionTrial> {
  const verdicts = await judged([misconception], options);
  const failing = new Set(lostIn(verdicts).map(functionOf));
  const ofFailedFunctions = verdicts.filter(({ id }) => failing.has(functionOf(id)));
  const named = await diagnose(ofFailedFunctions, known.misconceptions, known.replay);
  return { ...lossesOf(verdicts, misconception.fails), diagnosis: compare([...named.values()], misconception) };
}

/** Judges two misconceptions at once: they lose the checks of both. */
export async function tryPair(pair: readonly [Misconception, Misconception], seed: number): Promise<Losses> {
  const verdicts = await judged(pair, { seed, full: true });
  return lossesOf(
    verdicts,
    pair.flatMap(({ fails }) => fails),
  );
}

async function judged(
  patches: readonly ReferencePatch[],
  { seed, full = false }: TrialOptions,
): Promise<readonly InProcessVerdict[]> {
  const variants = await Promise.all(patches.map(functionsOf));
  const functions: Functions = Object.assign({}, solution, ...variants) as Functions;
  const files = new Set(patches.map(({ file }) => file));
  const ofFiles = RUBRIC.map(({ id }) => id).filter((id) => files.has(exerciseOf(functionOf(id)).file));
  return judgeInProcess(functions, full ? { seed } : { seed, only: ofFiles });
}

/** The changed functions: those of the exercise, since a file may hold two exercises and be changed in both. */
async function functionsOf(patch: ReferencePatch): Promise<Functions> {
  const functions = Object.entries(await loadVariant(patch));
  return Object.fromEntries(functions.filter(([name]) => exerciseOf(name).id === patch.exercise));
}

function lostIn(verdicts: readonly InProcessVerdict[]): readonly string[] {
  return verdicts.filter(({ verdict }) => verdict === "failed").map(({ id }) => id);
}

function lossesOf(verdicts: readonly InProcessVerdict[], expected: readonly string[]): Losses {
  const lost = lostIn(verdicts);
  return {
    wronglyLost: lost.filter((id) => !expected.includes(id)),
    wronglyKept: expected.filter((id) => !lost.includes(id)),
  };
}

/** One mistake may be known in two writings, with one explanation. */
function compare(found: readonly Misconception[], { explanation }: Misconception): Named {
  if (found.length === 0) return "unnamed";
  return found.every((each) => each.explanation === explanation) ? "named" : "misnamed";
}
