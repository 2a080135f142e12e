import type { Misconception, ReferencePatch } from "@robustness-lab/fixtures/corpus";
import * as solution from "@robustness-lab/solution";
import { exerciseOf } from "@robustness-lab/fixtures/exercises";
import type { Replay } from "../../pipeline/diagnose/answers.ts";
import { diagnose } from "../../pipeline/diagnose/diagnose.ts";
import { functionOf } from "../../pipeline/judge/check.ts";
import { RUBRIC } from "../../pipeline/score/rubric.ts";
import { loadVariant } from "../../pipeline/diagnose/variants/load-variant.ts";
import type { Functions } from "../../pipeline/diagnose/variants/load-code.ts";
import { judgeInProcess, type InProcessVerdict } from "./judge-in-process.ts";

/*
 * Judges changed references in this process and compares the lost checks with the expected ones. Exercise files are
 * independent (loadVariant ensures it), so a change to one can only lose checks of its functions: by default only those
 * are judged.
 */

export interface TrialOptions {
  readonly seed: number;
  /** Judge all checks, not only those of the changed file. */
  readonly full?: boolean;
}

/** The differences between lost and expected checks, as ids; both lists are empty if all is as expected. */
export interface Losses {
  readonly wronglyLost: readonly string[];
  readonly wronglyKept: readonly string[];
}

/** The diagnosis named the misconception, named none, or named a different one. */
export type Named = "named" | "unnamed" | "misnamed";

export interface MisconceptionTrial extends Losses {
  /** Absent if it was not asked for. */
  readonly diagnosis?: Named;
}

/** Judges the reference. @returns the ids of the checks it loses */
export async function tryReference(seed: number): Promise<readonly string[]> {
  return lostIn(await judgeInProcess(solution, { seed }));
}

/** Judges an alternative, which must lose nothing. */
export async function tryAlternative(alternative: ReferencePatch, options: TrialOptions): Promise<Losses> {
  return lossesOf(await judged([alternative], options), []);
}

/** Judges a misconception, which must lose exactly its checks, and diagnoses it if the known mistakes are given. */
export async function tryMisconception(
  misconception: Misconception,
  options: TrialOptions,
  known?: { readonly misconceptions: readonly Misconception[]; readonly replay: Replay },
): Promise<MisconceptionTrial> {
  const verdicts = await judged([misconception], options);
  if (known === undefined) return lossesOf(verdicts, misconception.fails);
  const failing = new Set(lostIn(verdicts).map(functionOf));
  const ofFailedFunctions = verdicts.filter(({ id }) => failing.has(functionOf(id)));
  const named = await diagnose(ofFailedFunctions, known.misconceptions, known.replay);
  return { ...lossesOf(verdicts, misconception.fails), diagnosis: compare([...named.values()], misconception) };
}

/** Judges two misconceptions at once, which must lose the checks of both. */
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

/** The functions of the changed exercise: a file may contain two exercises and be changed in both. */
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

/** Two patches of one mistake share an explanation. */
function compare(found: readonly Misconception[], { explanation }: Misconception): Named {
  if (found.length === 0) return "unnamed";
  return found.every((each) => each.explanation === explanation) ? "named" : "misnamed";
}
