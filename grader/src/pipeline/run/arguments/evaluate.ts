import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { randomFrom } from "@robustness-lab/fixtures";
import type { Expression, SentFunction } from "./sent.ts";

type Scope = Readonly<Record<string, unknown>>;
type Callable = (...args: unknown[]) => unknown;

/** Builds a function that was sent. The tensors it makes on the way to its result are disposed of. */
export function toFunction({ parameters, body, scope }: Omit<SentFunction, "$">): Callable {
  return (...args) => {
    const inner: Record<string, unknown> = { ...scope };
    parameters.forEach((name, place) => (inner[name] = args[place]));
    return tf.tidy(() => evaluate(body, inner) as tf.TensorContainer);
  };
}

function evaluate(expression: Expression, scope: Scope): unknown {
  if (typeof expression === "string" && expression.startsWith("$")) return scope[expression.slice(1)];
  if (typeof expression !== "object" || expression === null) return expression;
  const [operation, operands] = [expression[0], expression.slice(1)];
  if (operation === "let") {
    const [name, value, body] = operands as unknown as readonly [string, Expression, Expression];
    return evaluate(body, { ...scope, [name]: evaluate(value, scope) });
  }
  if (operation === "function") {
    return toFunction({ parameters: operands.slice(0, -1) as string[], body: operands.at(-1) as Expression, scope });
  }
  return operationNamed(operation)(...operands.map((operand) => evaluate(operand, scope)));
}

function operationNamed(name: string): Callable {
  if (Object.hasOwn(OPERATIONS, name)) return OPERATIONS[name] as Callable;
  if (name in tf) return (tf as Scope)[name] as Callable;
  return name.split(".").reduce((from: unknown, key) => (from as Scope)[key], tf) as Callable;
}

/** What tfjs lacks: reading, joining and passing on values. */
const OPERATIONS: Readonly<Record<string, (...operands: never[]) => unknown>> = {
  list: (...elements: unknown[]) => elements,
  get: (from: Scope, key: string) => from[key],
  batch: (images: Tensor, labels: Tensor, seed: number) => ({ images, labels, seed }),
  apply: (called: Callable, ...args: unknown[]) => called(...args),
  product: (...factors: number[]) => factors.reduce((product, factor) => product * factor, 1),
  number: (tensor: Tensor) => tensor.dataSync()[0],
  /** Of the seed, uniform in [0, 1), of the shape of `like`. */
  random: (like: Tensor, seed: number) => {
    const random = randomFrom(seed);
    return tf.tensor(
      Float32Array.from({ length: like.size }, () => random.uniform(0, 1)),
      like.shape,
    );
  },
};
