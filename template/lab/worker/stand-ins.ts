import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor1D, Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import type { Classifier } from "@robustness-lab/fixtures";

/*
 * Used until the student's functions work, so that attacks are visible before the classifiers are written. For inference
 * only: no training, no dropout.
 */

/** One layer of a stored network, with the names of its parameters. */
type Layer =
  /** Convolution, bias, relu, then maximum pooling over squares of this side. */
  | { readonly kernel: string; readonly bias: string; readonly square: number }
  /** Matrix product, bias, activation. */
  | { readonly weights: string; readonly bias: string; readonly activation: "relu" | "linear" };

const STORED_NETWORKS: Readonly<Record<"lenet" | "logisticRegression", readonly Layer[]>> = {
  lenet: [
    { kernel: "conv1Kernel", bias: "conv1Bias", square: 2 },
    { kernel: "conv2Kernel", bias: "conv2Bias", square: 2 },
    { weights: "fc1Weights", bias: "fc1Bias", activation: "relu" },
    { weights: "fc2Weights", bias: "fc2Bias", activation: "linear" },
  ],
  logisticRegression: [{ weights: "weights", bias: "bias", activation: "linear" }],
};

/** A classifier that runs the layers of a stored network. */
export function storedNetwork(
  name: keyof typeof STORED_NETWORKS,
  parameters: Readonly<Record<string, tf.Tensor>>,
): Classifier {
  return (images) =>
    tf.tidy(() => {
      const run = (activations: tf.Tensor, layer: Layer) => runLayer(activations, layer, parameters);
      return STORED_NETWORKS[name].reduce(run, images) as Tensor2D;
    });
}

function runLayer(
  input: tf.Tensor,
  layer: Layer,
  parameters: Readonly<Record<string, tf.Tensor | undefined>>,
): tf.Tensor {
  const bias = parameters[layer.bias] as Tensor1D;
  if ("kernel" in layer) {
    const filter = parameters[layer.kernel] as Tensor4D;
    const options = { x: input as Tensor4D, filter, bias, strides: 1, pad: "valid", activation: "relu" } as const;
    return tf.maxPool(tf.fused.conv2d(options), layer.square, layer.square, "valid");
  }
  const [rows = 1] = input.shape;
  const flat = tf.reshape<tf.Rank.R2>(input, [rows, input.size / rows]);
  return tf.fused.matMul({ a: flat, b: parameters[layer.weights] as Tensor2D, bias, activation: layer.activation });
}

/** The softmax cross-entropy of TensorFlow.js. */
export function libraryCrossEntropy(logits: Tensor2D, labels: Tensor1D): Scalar {
  return tf.losses.softmaxCrossEntropy<Tensor2D, Scalar>(tf.oneHot(labels, logits.shape[1]) as Tensor2D, logits);
}

/** The fraction of rows whose largest entry is at the label. */
export function countedAccuracy(logits: Tensor2D, labels: Tensor1D): number {
  const rows = logits.arraySync();
  const wanted = labels.arraySync();
  return rows.filter((row, place) => row.indexOf(Math.max(...row)) === wanted[place]).length / rows.length;
}
