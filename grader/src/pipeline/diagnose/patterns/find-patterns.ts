import type { RecordedCheck } from "../../judge/recorded-calls.ts";
import { CALL_FEATURES } from "./features-of-calls.ts";
import { ENTRY_FEATURES } from "./features-of-entries.ts";
import { ROW_FEATURES } from "./features-of-rows.ts";
import { separates, type Where } from "./feature.ts";
import { formRelationOf } from "./forms.ts";
import { ignoredArgument, type Answered } from "./ignored-arguments.ts";
import { itemsOf } from "./items.ts";
import { isWrong } from "./compare.ts";
import { startRelation } from "./random-answers.ts";
import { relationOf, wrongNumbersOf, type Relation } from "./relations.ts";

/** How and where a submission's answers differ from the right ones, as a clause. */
export interface Pattern {
  readonly id: string;
  readonly explanation: string;
}

/** A check with its calls beside the reference's answers. */
export interface AnsweredCheck extends Pick<RecordedCheck, "id" | "verdict"> {
  readonly calls: readonly Answered[];
}

/**
 * Describes the failed checks of one function by facts about its answers. A check without a fact that is certain has none.
 *
 * @param name of the function
 * @param checks all its checks
 */
export function findPatterns(name: string, checks: readonly AnsweredCheck[]): ReadonlyMap<string, Pattern> {
  const calls = checks.flatMap((check) => check.calls);
  const failed = checks.filter(({ verdict }) => verdict === "failed");
  if (calls.some(hasNoAnswer)) return new Map();
  if (calls.every(({ kind }) => kind === "threw" || kind === "both-threw")) {
    return new Map(failed.map(({ id }) => [id, { id: `${name}-throws`, explanation: ALWAYS_THROWS }]));
  }
  const ofFunction = patternOf(calls, calls);
  const patterns = failed.flatMap((check) => {
    const isAffected = check.calls.some((call) => ofFunction?.calls.includes(call) === true);
    const found = isAffected ? ofFunction : patternOf(check.calls, calls);
    return found === undefined ? [] : [[check.id, toPattern(name, found)] as const];
  });
  return new Map(patterns);
}

const ALWAYS_THROWS = "every call throws, so nothing else is known about the function yet.";

interface Found {
  readonly how?: Relation;
  readonly where?: Where;
  readonly calls: readonly Answered[];
}

function hasNoAnswer({ call: { observation } }: Answered): boolean {
  return observation.status === "stopped" || observation.status === "crashed" || observation.status === "unavailable";
}

/** A fact about these calls, beside all calls of the function. */
function patternOf(calls: readonly Answered[], all: readonly Answered[]): Found | undefined {
  const wrong = calls.filter((call) => isWrong(call) === true);
  const start = startRelation(calls);
  if (start !== undefined) return { how: start, calls };
  const ignored = ignoredArgument(calls);
  if (ignored !== undefined) return { how: ignored, calls: ignored.calls };
  if (wrong.length === 0) return undefined;
  const how = howOf(wrong);
  const others = all.filter((call) => !calls.includes(call) && isWrong(call) === false);
  const where = whereOf([...calls, ...others]);
  if (how === undefined && where === undefined) return undefined;
  return { ...(how === undefined ? {} : { how }), ...(where === undefined ? {} : { where }), calls: wrong };
}

function howOf(wrong: readonly Answered[]): Relation | undefined {
  if (wrong.every(({ kind }) => kind === "threw")) return { id: "throws", words: "the function throws" };
  if (wrong.every(({ kind }) => kind === "did-not-throw"))
    return { id: "throws-nothing", words: "nothing is thrown, though the arguments are not allowed" };
  const forms = wrong.filter((call) => call.kind === "form");
  if (forms.length > 0) return forms.length === wrong.length ? formRelationOf(forms) : undefined;
  const numbers = wrongNumbersOf(wrong);
  return numbers === undefined ? undefined : relationOf(numbers);
}

function whereOf(calls: readonly Answered[]): Where | undefined {
  const isComparable = calls.every(({ kind }) => kind === "values" || kind === "unknown" || kind === "both-threw");
  const ofNumbers = isComparable
    ? (separates("entry", itemsOf("entry", calls), ENTRY_FEATURES) ??
      separates("row", itemsOf("row", calls), ROW_FEATURES))
    : undefined;
  return ofNumbers ?? separates("call", itemsOf("call", calls), CALL_FEATURES);
}

function toPattern(name: string, { how, where }: Found): Pattern {
  const ids = [name, how?.id, where?.id].filter((id) => id !== undefined);
  if (where === undefined) return { id: ids.join("-"), explanation: `${how?.words ?? ""}.` };
  const what = how?.words ?? "the answer is wrong";
  return { id: ids.join("-"), explanation: `${what}, only ${where.words}.` };
}
