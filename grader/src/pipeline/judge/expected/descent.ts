import type { OptimizerDescription } from "../../run/arguments/described.ts";
import type { Vector } from "./vectors.ts";

/** Maps parameters and their gradient to the parameters after one step. It may keep moments from step to step. */
export type UpdateRule = (parameters: Vector, gradient: Vector) => Vector;

/** The update rule of a described optimizer, in double precision. */
export function updateRule({ kind, learningRate }: OptimizerDescription): UpdateRule {
  return kind === "sgd"
    ? (parameters, gradient) => parameters.map((value, place) => value - learningRate * (gradient[place] as number))
    : adam(learningRate);
}

/** With tfjs's constants: beta_1 = 0.9, beta_2 = 0.999, epsilon = 1e-7. Kingma and Ba, 2015. */
function adam(learningRate: number): UpdateRule {
  let first: Vector = [];
  let second: Vector = [];
  let step = 0;
  return (parameters, gradient) => {
    step += 1;
    first = gradient.map((slope, place) => 0.9 * (first[place] ?? 0) + 0.1 * slope);
    second = gradient.map((slope, place) => 0.999 * (second[place] ?? 0) + 0.001 * slope ** 2);
    return parameters.map((value, place) => {
      const mean = (first[place] as number) / (1 - 0.9 ** step);
      const square = (second[place] as number) / (1 - 0.999 ** step);
      return value - (learningRate * mean) / (Math.sqrt(square) + 1e-7);
    });
  };
}
