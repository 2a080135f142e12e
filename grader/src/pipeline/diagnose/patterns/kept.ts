import { encodeRecord } from "../../judge/recorded-calls.ts";
import { isSameAnswer } from "../same-answer.ts";
import { numbersIn } from "../numbers-in.ts";
import { isWrong } from "./compare.ts";
import type { Answered } from "./ignored-arguments.ts";
import type { Relation } from "./relations.ts";

/* Facts about calls in their order. */

const MANY_CALLS = 4;
/** As many numbers are the same in two answers only if one is the other. */
const MANY_NUMBERS = 2;

/** Later calls that give the answer to the first call, or are all wrong though the first one is right. */
export function keptFromFirst(calls: readonly Answered[]): Relation | undefined {
  const [first, ...later] = calls;
  if (first === undefined || later.length < MANY_CALLS || isWrong(first) === true) return undefined;
  const returned = first.call.observation;
  if (returned.status !== "returned") return undefined;
  const others = later.filter(({ reference }) => !isSameAnswer(reference, first.reference));
  const isKept =
    numbersIn(returned).length >= MANY_NUMBERS &&
    others.length >= MANY_CALLS &&
    others.every(({ call }) => isSameAnswer(call.observation, returned));
  if (isKept) return { id: "first-answer", words: "every call gives the answer to the first one" };
  return isWrong(first) === false && others.length >= MANY_CALLS && others.every((call) => isWrong(call) === true)
    ? { id: "first-call", words: "the first call is right and every call after it wrong, as if something were kept" }
    : undefined;
}

/** Two calls with the same arguments that give different answers, where the right ones are the same. */
export function isNotReproducible(calls: readonly Answered[]): boolean {
  return calls.some((one, index) =>
    calls
      .slice(index + 1)
      .some(
        (other) =>
          one.call.observation.status === "returned" &&
          other.call.observation.status === "returned" &&
          isSameCall(one, other) &&
          isSameAnswer(one.reference, other.reference) &&
          !isSameAnswer(one.call.observation, other.call.observation),
      ),
  );
}

export const NOT_REPRODUCIBLE: Relation = {
  id: "not-reproducible",
  words: "two calls with the same arguments give different answers",
};

function isSameCall(one: Answered, other: Answered): boolean {
  return Buffer.compare(encodeRecord(one.call.args), encodeRecord(other.call.args)) === 0;
}
