import { groupBy } from "../../../shared/group-by.ts";
import { encodeRecord } from "../../judge/recorded-calls.ts";
import type { Observation } from "../../run/observation.ts";
import { numbersIn } from "../numbers-in.ts";
import { isSameAnswer } from "../same-answer.ts";
import { baseOf } from "./arguments.ts";
import type { Comparison } from "./compare.ts";
import type { Relation } from "./relations.ts";

/** A call with the reference's answer. */
export type Answered = Comparison & { readonly reference: Observation };

const MAX_CALLS = 40;

/** Arguments of many numbers: two such calls may have one answer by chance. */
const DATA = new Set(["w", "x", "images", "logits", "gradient", "candidate"]);
const FEW_PAIRS = 3;

/**
 * The argument without effect: whenever two calls differ in it alone, and the right answers differ, the submission's are the
 * same. Undefined if there are no such calls, or if it has an effect in some.
 */
export function ignoredArgument(
  calls: readonly Answered[],
): (Relation & { readonly calls: readonly Answered[] }) | undefined {
  const pairs = pairsOf(
    calls.filter(({ call: { observation } }) => observation.status === "returned").slice(0, MAX_CALLS),
  );
  for (const [path, found] of groupBy(pairs, ({ path }) => path)) {
    const words = WORDS[path];
    const isIgnored = found.every(
      ({ one, other }) => isSameAnswer(one.call.observation, other.call.observation) && !isSaturated(one),
    );
    if (words === undefined || !isIgnored || (DATA.has(path) && found.length < FEW_PAIRS)) continue;
    const affected = found.flatMap(({ one, other }) => [one, other]);
    return {
      id: `ignored-${path}`,
      words: `${words} has no effect: two calls that differ in it alone give the same answer`,
      calls: affected,
    };
  }
  return undefined;
}

/** Pixels that are all clipped look alike, whatever they were before. */
function isSaturated({ call: { functionName, observation }, args }: Answered): boolean {
  if (observation.status !== "returned" || baseOf(functionName, args) === undefined || !("images" in args))
    return false;
  return numbersIn(observation).every((pixel) => pixel <= 0 || pixel >= 1);
}

interface Pair {
  readonly path: string;
  readonly one: Answered;
  readonly other: Answered;
}

/** Pairs of calls that differ in one argument, and whose right answers differ. */
function pairsOf(calls: readonly Answered[]): readonly Pair[] {
  const parts = calls.map(({ args }) => new Map(Object.entries(args).flatMap(([name, value]) => partsOf(name, value))));
  return calls.flatMap((one, index) =>
    calls.slice(index + 1).flatMap((other, offset) => {
      const path = onlyDifference(parts[index] as Parts, parts[index + 1 + offset] as Parts);
      if (path === undefined || isSameAnswer(one.reference, other.reference)) return [];
      return [{ path, one, other }];
    }),
  );
}

type Parts = ReadonlyMap<string, string>;

/** The arguments whose parts are varied alone. */
function partsOf(name: string, value: unknown): readonly (readonly [string, string])[] {
  const isBatch = typeof value === "object" && value !== null && "batch" in value;
  const inner = isBatch ? (value.batch as Record<string, unknown>) : undefined;
  if (inner === undefined) return [[name, textOf(value)]];
  return Object.entries(inner).map(([key, part]) => [`batch.${key}`, textOf(part)]);
}

function textOf(value: unknown): string {
  return Buffer.from(encodeRecord(value)).toString("base64");
}

function onlyDifference(one: Parts, other: Parts): string | undefined {
  if (one.size !== other.size) return undefined;
  const different = [...one].filter(([name, text]) => other.get(name) !== text).map(([name]) => name);
  return different.length === 1 ? different[0] : undefined;
}

const WORDS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ["epsilon", "alpha", "lambda", "seed", "steps", "epochs", "count", "w", "x", "y"].map((name) => [name, name]),
  ),
  dropoutSeed: "the dropout seed",
  "batch.seed": "the seed of the batch",
  "batch.labels": "the labels of the batch",
  labels: "the argument `labels`",
  loss: "the argument `loss`",
  lossDerivative: "the argument `lossDerivative`",
  images: "the argument `images`",
  logits: "the argument `logits`",
  gradient: "the argument `gradient`",
  candidate: "the argument `candidate`",
  classifier: "the argument `classifier`",
  attack: "the argument `attack`",
  optimizer: "the argument `optimizer`",
  start: "the argument `start`",
  step: "the argument `step`",
  project: "the argument `project`",
  epsilons: "the argument `epsilons`",
};
