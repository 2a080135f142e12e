import type { Misconception } from "@robustness-lab/fixtures/corpus";
import { functionOf } from "../judge/check.ts";
import { encodeRecord, type RecordedCall, type RecordedCheck } from "../judge/recorded-calls.ts";
import type { Observation } from "../run/observation.ts";
import { isSameAnswer } from "./same-answer.ts";

/** What a misconception answers to a call; undefined where it has no such function. */
export type Replay = (misconception: Misconception, call: RecordedCall) => Promise<Observation | undefined>;

/**
 * Names, for each failed check, the known mistake that gives the submission's answers to the calls of that check.
 *
 * A mistake that answers every call of the function as the submission did, in the checks it passed as well, comes first.
 * Else each failed check may have a mistake of its own; but while one of them is not explained, a likeness in another is
 * more often chance than cause, and none is named. Nor is one where two different mistakes answer alike.
 *
 * @param checks all checks of each function that failed one
 * @returns by check id
 */
export async function diagnose(
  checks: readonly RecordedCheck[],
  misconceptions: readonly Misconception[],
  replay: Replay,
): Promise<ReadonlyMap<string, Misconception>> {
  const functions = [...new Set(checks.map(({ id }) => functionOf(id)))];
  const named = await Promise.all(
    functions.map((name) =>
      diagnoseFunction(
        checks.filter(({ id }) => functionOf(id) === name),
        misconceptions,
        replay,
      ),
    ),
  );
  return new Map(named.flatMap((each) => [...each]));
}

async function diagnoseFunction(
  checks: readonly RecordedCheck[],
  misconceptions: readonly Misconception[],
  replay: Replay,
): Promise<ReadonlyMap<string, Misconception>> {
  if (checks.every(({ calls }) => calls.every(isNotWritten))) return new Map();
  // Most candidates are told apart by the small calls: the large ones are then replayed on few.
  const smallestFirst = [...checks].sort((one, other) => sizeOf(one) - sizeOf(other));
  const failed = smallestFirst.filter(({ verdict }) => verdict === "failed");
  const candidates = misconceptions.filter(({ fails }) => failed.some(({ id }) => fails.includes(id)));
  const throughout = await alikeIn(smallestFirst, candidates, replay);
  // A mistake that fails a check of the function that was passed is another one, however alike its answers are here.
  const passed = new Set(checks.filter(({ verdict }) => verdict === "passed").map(({ id }) => id));
  const possible = candidates.filter(({ fails }) => !fails.some((id) => passed.has(id)));
  const named = new Map<string, Misconception>();
  for (const check of failed) {
    const alike = throughout.length > 0 ? throughout : await alikeIn([check], possible, replay);
    const only = theOne(alike.filter(({ fails }) => fails.includes(check.id)));
    if (only === undefined) return new Map();
    named.set(check.id, only);
  }
  return named;
}

/** The misconceptions that answer every call of all these checks as the submission did. */
async function alikeIn(
  checks: readonly RecordedCheck[],
  misconceptions: readonly Misconception[],
  replay: Replay,
): Promise<readonly Misconception[]> {
  const calls = checks.flatMap((check) => check.calls);
  const alike: Misconception[] = [];
  for (const misconception of misconceptions) {
    if (calls.length > 0 && (await answersAlike(misconception, calls, replay))) alike.push(misconception);
  }
  return alike;
}

async function answersAlike(
  misconception: Misconception,
  calls: readonly RecordedCall[],
  replay: Replay,
): Promise<boolean> {
  for (const call of calls) {
    const answer = await replay(misconception, call);
    if (answer === undefined || !isSameAnswer(call.observation, answer)) return false;
  }
  return true;
}

/** A stub is no mistake, and a template has nothing else. */
function isNotWritten({ observation }: RecordedCall): boolean {
  return observation.status === "threw" && observation.name === "NotImplementedError";
}

/** In bytes of what the calls of a check were given. */
function sizeOf({ calls }: RecordedCheck): number {
  return encodeRecord(calls.map(({ args }) => args)).length;
}

/** The misconception, if there is one; of several that are one mistake, the first. */
function theOne(found: readonly Misconception[]): Misconception | undefined {
  const [first, ...others] = found;
  return others.every(({ explanation }) => explanation === first?.explanation) ? first : undefined;
}
