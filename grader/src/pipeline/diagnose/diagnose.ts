import type { Misconception } from "@robustness-lab/fixtures/corpus";
import { functionOf } from "../judge/check.ts";
import { encodeRecord, type RecordedCall, type RecordedCheck } from "../judge/recorded-calls.ts";
import type { Replay } from "./answers.ts";
import { isSameAnswer } from "./same-answer.ts";

/**
 * Names, for each failed check, the misconception that reproduces the submission's answers to the check's calls.
 *
 * A misconception that gives the same answers in all checks of the function, passed ones included, has priority. Otherwise
 * each failed check may match a different one. A check that matches several with different explanations counts as unmatched,
 * and if any failed check is unmatched, none is named: a match in just some checks is more often chance than cause.
 *
 * @param checks all checks of each function that failed one
 * @returns misconceptions by check id
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
  if (checks.every(({ calls }) => calls.every(isStub))) return new Map();
  // Small calls rule out most candidates, so that few are replayed on the large ones.
  const smallestFirst = [...checks].sort((one, other) => sizeOf(one) - sizeOf(other));
  const failed = smallestFirst.filter(({ verdict }) => verdict === "failed");
  const candidates = misconceptions.filter(({ fails }) => failed.some(({ id }) => fails.includes(id)));
  const inAllChecks = await matchingIn(smallestFirst, candidates, replay);
  // A misconception that should have failed a passed check is not the cause, even if its answers to this check match.
  const passed = new Set(checks.filter(({ verdict }) => verdict === "passed").map(({ id }) => id));
  const possible = candidates.filter(({ fails }) => !fails.some((id) => passed.has(id)));
  const named = new Map<string, Misconception>();
  for (const check of failed) {
    const found = inAllChecks.length > 0 ? inAllChecks : await matchingIn([check], possible, replay);
    const only = theOne(found.filter(({ fails }) => fails.includes(check.id)));
    if (only === undefined) return new Map();
    named.set(check.id, only);
  }
  return named;
}

/** The misconceptions that give the submission's answers to all calls of these checks. */
async function matchingIn(
  checks: readonly RecordedCheck[],
  misconceptions: readonly Misconception[],
  replay: Replay,
): Promise<readonly Misconception[]> {
  const calls = checks.flatMap((check) => check.calls);
  const matching: Misconception[] = [];
  for (const misconception of misconceptions) {
    if (calls.length > 0 && (await matches(misconception, calls, replay))) matching.push(misconception);
  }
  return matching;
}

async function matches(misconception: Misconception, calls: readonly RecordedCall[], replay: Replay): Promise<boolean> {
  for (const call of calls) {
    const answer = await replay(misconception, call);
    if (answer === undefined || !isSameAnswer(call.observation, answer)) return false;
  }
  return true;
}

/** A stub is not a mistake. */
function isStub({ observation }: RecordedCall): boolean {
  return observation.status === "threw" && observation.name === "NotImplementedError";
}

/** The size of the arguments of a check's calls, in bytes. */
function sizeOf({ calls }: RecordedCheck): number {
  return encodeRecord(calls.map(({ args }) => args)).length;
}

/** The first misconception, unless others have different explanations; undefined for none. */
function theOne(found: readonly Misconception[]): Misconception | undefined {
  const [first, ...others] = found;
  return others.every(({ explanation }) => explanation === first?.explanation) ? first : undefined;
}
