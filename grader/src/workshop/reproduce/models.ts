import {
  initialParameters,
  LENET_SHAPES,
  LOGISTIC_REGRESSION_SHAPES,
  networkFrom,
  parametersFrom,
  type LenetParameters,
  type LogisticRegressionParameters,
  type Network,
} from "@robustness-lab/fixtures";
import { MODEL_NAMES, type ModelName, type StoredWeights } from "@robustness-lab/fixtures/weights";
import { lenet, logisticRegression } from "@robustness-lab/solution";

/** A model of the reference run: how it is built and trained. */
export interface Model {
  readonly name: ModelName;
  readonly title: string;
  /** Its random draws (initial weights, order of batches, dropout masks) derive from the seed and this name. */
  readonly draws: string;
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  /** The l_inf radius of the FGSM examples it is trained on; absent for ordinary training. */
  readonly trainingEpsilon?: number;
  readonly networkOf: (weights: StoredWeights) => Network;
}

const logisticRegressionModel = {
  shapes: { ...LOGISTIC_REGRESSION_SHAPES },
  networkOf: (weights: StoredWeights) =>
    networkFrom(parametersFrom<LogisticRegressionParameters>(LOGISTIC_REGRESSION_SHAPES, weights), logisticRegression),
};

const lenetModel = {
  shapes: { ...LENET_SHAPES },
  networkOf: (weights: StoredWeights) => networkFrom(parametersFrom<LenetParameters>(LENET_SHAPES, weights), lenet),
};

/** The two LeNets share their draws, so that they differ only by their training. */
const LENET_DRAWS = "lenet-fgsm-trained";

const MODELS: Readonly<Record<ModelName, Omit<Model, "name">>> = {
  "logistic-regression": { title: "Logistic regression", draws: "logistic-regression", ...logisticRegressionModel },
  lenet: { title: "LeNet", draws: LENET_DRAWS, ...lenetModel },
  "lenet-fgsm-trained": { title: "LeNet, FGSM-trained", draws: LENET_DRAWS, trainingEpsilon: 0.25, ...lenetModel },
};

/** The three models, in the order of training and of the report. */
export const models: readonly Model[] = MODEL_NAMES.map((name) => ({ name, ...MODELS[name] }));

/** Draws a model's initial weights. */
export function initialWeights({ shapes }: Pick<Model, "shapes">, seed: number): StoredWeights {
  const parameters = initialParameters<Record<string, Network["parameters"][number]>>(shapes, seed);
  const weights = Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => [name, parameter.dataSync<"float32">().slice()]),
  );
  for (const parameter of Object.values(parameters)) parameter.dispose();
  return weights;
}

/** Reads a network's weights; its parameters are in the order of the shapes. */
export function weightsOf(network: Network, shapes: Model["shapes"]): StoredWeights {
  return Object.fromEntries(
    Object.keys(shapes).map((name, index) => [name, network.parameters[index]?.dataSync<"float32">().slice()] as const),
  ) as StoredWeights;
}

/** Frees a network's parameters. */
export function disposeNetwork(network: Network): void {
  for (const parameter of network.parameters) parameter.dispose();
}
