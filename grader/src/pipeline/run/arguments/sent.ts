import type { TensorValue } from "../protocol/values.ts";
import type { Described } from "./described.ts";

/*
 * Arguments as they are sent to the child. Functions are data, which evaluate.ts runs: the sandbox can read the code in it, so
 * that code contains no function that is lent.
 */

/**
 * A value: a literal, a variable ("$name"), or an operation with its operands: one of evaluate.ts, or a function of tfjs by its
 * name ("losses.softmaxCrossEntropy").
 */
export type Expression = number | boolean | null | string | Operation;

/** The operation's name, then the operands. */
interface Operation extends ReadonlyArray<Expression> {
  readonly 0: string;
}

/** A function: its parameters' names, its body, and the values of the body's other variables. */
export interface SentFunction {
  readonly $: "function";
  readonly parameters: readonly string[];
  readonly body: Expression;
  readonly scope: Readonly<Record<string, unknown>>;
}

/** A network: its parameters, and its logits of $images and $seed in the two modes. */
export interface SentNetwork {
  readonly $: "network";
  readonly parameters: Readonly<Record<string, SentVariable>>;
  readonly logits: Expression;
  readonly trainingLogits: Expression;
}

interface SentVariable {
  readonly $: "variable";
  readonly value: TensorValue;
}

/** Described arguments that are functions, or contain some, by tag. */
type FunctionTag =
  | "marginLoss"
  | "marginLossDerivative"
  | "classifier"
  | "loss"
  | "accuracy"
  | "network"
  | "attack"
  | "attackAt"
  | "meanPixelUnder"
  | "patternStart"
  | "relativeStep"
  | "tube";

/** Described arguments that are sent as functions. */
export type DescribedFunction = Extract<Described, { readonly $: FunctionTag }>;

/** Arguments with a tag, as the child gets them. */
export type Sent = Exclude<Described, DescribedFunction> | SentFunction | SentNetwork | SentVariable | TensorValue;
