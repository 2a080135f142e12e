import { LENET_SHAPES, type LenetParameters, type Random } from "@robustness-lab/fixtures";
import { remembered } from "../remembered.ts";
import { floats, sizeOf, type TensorValue } from "../../run/protocol/values.ts";

/** LeNet's parameters as arguments of a call. */
export type LenetArgument = Readonly<Record<keyof LenetParameters, TensorValue>>;

const NAMES = Object.keys(LENET_SHAPES) as readonly (keyof LenetParameters)[];

/** Builds parameters from a function of name and index. */
export function lenetFrom(entry: (name: keyof LenetParameters, index: number) => number): LenetArgument {
  const values = NAMES.map((name) => {
    const shape = LENET_SHAPES[name];
    return [
      name,
      floats(
        shape,
        Array.from({ length: sizeOf(shape) }, (_, index) => entry(name, index)),
      ),
    ] as const;
  });
  return Object.fromEntries(values) as LenetArgument;
}

/** The first layer makes activations so large that a relu with an upper bound shows; the first dense layer undoes it. */
const GAINS: Partial<Readonly<Record<keyof LenetParameters, number>>> = { conv1Kernel: 5, fc1Weights: 1 / 5 };

/** Random parameters, uniform with variance 2 / fan-in, so that activations keep their size, but for the gains. */
export const randomLenet = remembered((random: Random): LenetArgument => {
  return lenetFrom((name) => {
    const shape = LENET_SHAPES[name];
    const bound = shape.length === 1 ? 0.3 : Math.sqrt(6 / sizeOf(shape.slice(0, -1)));
    return (GAINS[name] ?? 1) * random.uniform(-bound, bound);
  });
});
