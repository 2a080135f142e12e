import {
  initialParameters,
  networkFrom,
  parametersFrom,
  type LenetParameters,
  type LogisticRegressionParameters,
  type Network,
  type ParameterShapes,
} from "@robustness-lab/fixtures";
import type { StoredWeights } from "@robustness-lab/fixtures/weights";
import type { Functions } from "./functions.ts";
import type { Recipe } from "./recipe.ts";

/** Builds your network with these weights. Its parameters are in the order of the shapes; `disposeNetwork` frees them. */
export function networkOf(functions: Functions, { network, shapes }: Recipe, weights: StoredWeights): Network {
  if (network === "lenet") {
    const parameters = parametersFrom(shapes as unknown as ParameterShapes<LenetParameters>, weights);
    return networkFrom(parameters, (...given) => functions.lenet(...given));
  }
  const parameters = parametersFrom(shapes as unknown as ParameterShapes<LogisticRegressionParameters>, weights);
  return networkFrom(parameters, (...[own, images]) => functions.logisticRegression(own, images));
}

/** Draws the initial weights of a network. */
export function initialWeights(shapes: Recipe["shapes"], seed: number): StoredWeights {
  const parameters = initialParameters<Record<string, Network["parameters"][number]>>(shapes, seed);
  const weights = Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => [name, parameter.dataSync<"float32">().slice()]),
  );
  for (const parameter of Object.values(parameters)) parameter.dispose();
  return weights;
}

/** Reads the weights of a network, by name. */
export function weightsOf(network: Network, shapes: Recipe["shapes"]): StoredWeights {
  return Object.fromEntries(
    Object.keys(shapes).map((name, index) => [name, network.parameters[index]?.dataSync<"float32">().slice()] as const),
  ) as StoredWeights;
}

/** Frees the parameters of a network. */
export function disposeNetwork(network: Network): void {
  for (const parameter of network.parameters) parameter.dispose();
}
