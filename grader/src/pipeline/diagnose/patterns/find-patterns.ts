import type { RecordedCheck } from "../../judge/recorded-calls.ts";
import { evenWhere } from "./even-where.ts";
import { CALL_FEATURES } from "./features-of-calls.ts";
import { ENTRY_FEATURES } from "./features-of-entries.ts";
import { ROW_FEATURES } from "./features-of-rows.ts";
import { separates, type Where } from "./feature.ts";
import { formRelationOf } from "./forms.ts";
import { ignoredArgument, type Answered } from "./ignored-arguments.ts";
import { itemsOf } from "./items.ts";
import { isWrong, type Part } from "./compare.ts";
import { isNotReproducible, keptFromFirst, NOT_REPRODUCIBLE } from "./kept.ts";
import { startRelation } from "./random-answers.ts";
import { relationOf, wrongNumbersOf, type Relation } from "./relations.ts";
import { returnedArgument } from "./returned-argument.ts";
import { throwRelationOf } from "./throws.ts";

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
    return new Map(failed.map((check) => [check.id, alwaysThrows(name, check.calls.length > 0 ? check.calls : calls)]));
  }
  const ofFunction = patternOf(calls, calls);
  const even = evenWhere(calls);
  const patterns = failed.flatMap((check) => {
    const isAffected = check.calls.some((call) => ofFunction?.calls.includes(call) === true);
    const found = (isAffected ? ofFunction : undefined) ?? patternOf(check.calls, calls);
    if (found !== undefined) return [[check.id, toPattern(name, found)] as const];
    const isWrongThere = check.calls.some((call) => isWrong(call) === true || name === "lenet");
    return even !== undefined && isWrongThere ? [[check.id, evenPattern(name, even)] as const] : [];
  });
  return new Map(patterns);
}

/** Relations of single numbers, which say nothing about those that are right. */
const OF_NUMBERS = new Set([
  ...["not-a-number", "unmoved", "mirrored", "displacement", "negated", "zero", "longer", "shorter", "proportional"],
  ...["shifted", "right-direction", "right-signs", "too-far", "not-far-enough", "too-large", "too-small"],
]);
const SOME = 0.2;

/** Whether a good part of the numbers in wrong answers is right. */
function isPartlyRight(calls: readonly Answered[]): boolean {
  const wrong = calls.filter((call) => isWrong(call) === true);
  const states = wrong.flatMap((call) =>
    call.kind === "values" ? call.parts.filter(({ right }) => right.length > 1).flatMap(tellingStates) : [],
  );
  return states.filter((state) => state === false).length > SOME * states.length;
}

/** Where the right answer is 0, or does not move, many wrong ones are right. */
function tellingStates({ isWrong: states, right, base }: Part): readonly (boolean | null)[] {
  return states.filter((_, index) => right[index] !== (base?.[index] ?? 0));
}

function evenPattern(name: string, { id, words }: Where): Pattern {
  return { id: `${name}-${id}`, explanation: `the answer is wrong ${words}.` };
}

function alwaysThrows(name: string, calls: readonly Answered[]): Pattern {
  const { id, words } = throwRelationOf(
    calls.filter(({ kind }) => kind === "threw"),
    "every call",
  );
  const isKnown = id !== "throws";
  return {
    id: `${name}-${id}`,
    explanation: isKnown ? `${words}.` : `${words}, so nothing else is known about the function yet.`,
  };
}

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
  if (isNotReproducible(calls)) return { how: NOT_REPRODUCIBLE, calls };
  const kept = calls === all ? keptFromFirst(calls) : undefined;
  if (kept !== undefined) return { how: kept, calls: wrong };
  const isOfAnotherForm = wrong.some(({ kind }) => kind === "form");
  const ignored = isOfAnotherForm ? undefined : ignoredArgument(calls);
  if (ignored !== undefined) return { how: ignored, calls: ignored.calls };
  if (wrong.length === 0) return undefined;
  const how = returnedArgument(wrong) ?? howOf(wrong);
  // "Only" is a word about all calls, not those of one check.
  const where = whereOf(all);
  if (how === undefined && where === undefined) return undefined;
  return { ...(how === undefined ? {} : { how }), ...(where === undefined ? {} : { where }), calls: wrong };
}

function howOf(wrong: readonly Answered[]): Relation | undefined {
  if (wrong.every(({ kind }) => kind === "threw")) return throwRelationOf(wrong, "the function");
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

function toPattern(name: string, { how, where, calls }: Found): Pattern {
  const ids = [name, how?.id, where?.id].filter((id) => id !== undefined);
  const isSomewhere = how !== undefined && OF_NUMBERS.has(how.id) && isPartlyRight(calls);
  if (where === undefined)
    return { id: ids.join("-"), explanation: `${how?.words ?? ""}${isSomewhere ? ", but not everywhere" : ""}.` };
  const what = how?.words ?? "the answer is wrong";
  return { id: ids.join("-"), explanation: `${what}, only ${where.words}.` };
}
