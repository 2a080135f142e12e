import * as tf from "@tensorflow/tfjs-core";
import {
  LENET_SHAPES,
  LOGISTIC_REGRESSION_SHAPES,
  networkFrom,
  parametersFrom,
  type LenetParameters,
  type LogisticRegressionParameters,
  type Network,
} from "@robustness-lab/fixtures";
import { lenet, logisticRegression } from "../src/index.ts";
import { readVectors, type Vectors } from "./oracle.ts";

/** The solution's logistic regression with the weights that PyTorch trained. */
export async function pytorchLogisticRegression(): Promise<Network> {
  const { values } = await readVectors("logreg");
  // PyTorch stores [10, 784].
  const weights = tf.transpose(tf.tensor2d(values("fc.weight"), [10, 784])).dataSync<"float32">();
  const stored = { weights: weights.slice(), bias: values("fc.bias") };
  return networkFrom(
    parametersFrom<LogisticRegressionParameters>(LOGISTIC_REGRESSION_SHAPES, stored),
    logisticRegression,
  );
}

/** The solution's LeNet with the weights in the vectors, which have the exercise's layout. */
export function lenetOf({ networks, values }: Vectors): Network {
  const names = Object.entries(networks["lenet"] ?? {});
  const stored = Object.fromEntries(names.map(([role, name]) => [role, values(name)]));
  return networkFrom(parametersFrom<LenetParameters>(LENET_SHAPES, stored), lenet);
}
