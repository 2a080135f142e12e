import { groupBy } from "../../shared/group-by.ts";
import type { Family, Misconception } from "@robustness-lab/fixtures/corpus";
import { exerciseOf } from "@robustness-lab/fixtures/exercises";
import { functionOf } from "../judge/check.ts";
import { encodeRecord, type RecordedCall, type RecordedCheck } from "../judge/recorded-calls.ts";
import type { Replay } from "./answers.ts";
import { diagnose } from "./diagnose.ts";
import { fitFamily, type Named, type WrongCall } from "./fit-family.ts";
import { compare, isWrong } from "./patterns/compare.ts";
import { findPatterns, type AnsweredCheck, type Pattern } from "./patterns/find-patterns.ts";
import type { Answered } from "./patterns/ignored-arguments.ts";
import { wrongNumbersOf } from "./patterns/relations.ts";

/** What a diagnosis says, by check id; a check is in one of the two at most. */
export interface Findings {
  readonly misconceptions: ReadonlyMap<string, Named>;
  readonly patterns: ReadonlyMap<string, Pattern>;
}

/** The known mistakes. */
export interface Known {
  readonly misconceptions: readonly Misconception[];
  readonly families: readonly Family[];
}

/**
 * Explains failed checks: by a misconception, else by a family of them, else by a pattern.
 *
 * @param checks all checks of each function that failed one
 */
export async function explainChecks(checks: readonly RecordedCheck[], known: Known, replay: Replay): Promise<Findings> {
  const listed = await diagnose(checks, known.misconceptions, replay);
  const misconceptions = new Map([...listed].map(([check, { id, explanation }]) => [check, { id, explanation }]));
  const patterns = new Map<string, Pattern>();
  for (const [name, own] of groupBy(checks, ({ id }) => functionOf(id))) {
    const unnamed = own.filter(({ id, verdict }) => verdict === "failed" && !misconceptions.has(id));
    if (unnamed.length === 0 || own.every(({ calls }) => calls.every(isStub))) continue;
    const answered = await answer(name, own, replay);
    const family = isTelling(answered) ? await familyOf(answered, known.families, replay) : undefined;
    if (family !== undefined) for (const { id } of unnamed) misconceptions.set(id, family);
    else
      for (const [id, pattern] of findPatterns(name, answered)) if (!misconceptions.has(id)) patterns.set(id, pattern);
  }
  return { misconceptions, patterns };
}

/** A stub is not a mistake. */
function isStub({ observation }: RecordedCall): boolean {
  return observation.status === "threw" && observation.name === "NotImplementedError";
}

/** Asks the reference the same calls. */
async function answer(
  name: string,
  checks: readonly RecordedCheck[],
  replay: Replay,
): Promise<readonly AnsweredCheck[]> {
  const original = { id: "reference", file: exerciseOf(name).file } as const;
  const answered: AnsweredCheck[] = [];
  for (const { id, verdict, calls } of checks) {
    const compared: Answered[] = [];
    for (const call of calls) {
      const reference = await replay(original, call);
      if (reference !== undefined) compared.push({ ...compare(call, reference), reference });
    }
    answered.push({ id, verdict, calls: compared });
  }
  return answered;
}

/** The first family that gives all answers. */
async function familyOf(
  checks: readonly AnsweredCheck[],
  families: readonly Family[],
  replay: Replay,
): Promise<Named | undefined> {
  const calls = checks.flatMap((check) => check.calls).toSorted((one, other) => sizeOf(one) - sizeOf(other));
  const wrong = calls.flatMap(wrongCall).toSorted((one, other) => Number(other.isCertain) - Number(one.isCertain));
  const name = calls[0]?.call.functionName;
  const inOrder = calls.map(({ call }) => call);
  for (const family of families.filter(({ functionName }) => functionName === name)) {
    const named = await fitFamily(family, inOrder, wrong, replay);
    if (named !== undefined) return named;
  }
  return undefined;
}

/** Answers that are 0 throughout, or not finite, are those of many mistakes. */
function isTelling(checks: readonly AnsweredCheck[]): boolean {
  const numbers = wrongNumbersOf(checks.flatMap(({ calls }) => calls).filter((call) => call.kind === "values"));
  return numbers?.length === 0 || numbers?.some(({ mine }) => Number.isFinite(mine) && mine !== 0) === true;
}

function sizeOf({ call }: Answered): number {
  return encodeRecord(call.args).length;
}

/** Random answers that differ from the reference's may be right, but a family must give them too. */
function wrongCall(compared: Answered): readonly WrongCall[] {
  const { call, kind } = compared;
  if (kind !== "values") return [];
  const numbers = compared.parts.flatMap(({ isWrong: wrong }) => wrong);
  const wrongNumbers = numbers.filter((each) => each !== false).length;
  const state = isWrong(compared);
  return state === false ? [] : [{ call, wrongNumbers, isCertain: state === true }];
}
