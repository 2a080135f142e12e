import * as tf from "@tensorflow/tfjs-core";
import type { Tensor, Tensor2D, Tensor4D, Variable } from "@tensorflow/tfjs-core";
import type { Network } from "@robustness-lab/fixtures";
import type { TensorValue } from "../protocol/values.ts";
import type { ModelDescription } from "./described.ts";

export function toTensor(value: TensorValue): Tensor {
  return tf.tensor(value.data, [...value.shape], value.dtype);
}

/** Builds a described model. The parameters are variables, in the order of the description. */
export function buildNetwork(model: ModelDescription): Network {
  switch (model.kind) {
    case "linear":
      return assemble([model.weights, model.bias], ([weights, bias], images) => dense(flat(images), weights, bias));
    case "mlp":
      return assemble(
        [model.weights1, model.bias1, model.weights2, model.bias2],
        ([weights1, bias1, weights2, bias2], images, seed) => {
          const hidden = tf.tanh(dense(flat(images), weights1, bias1));
          const kept = seed === undefined ? hidden : tf.dropout(hidden, model.dropoutRate, undefined, seed);
          return dense(kept as Tensor2D, weights2, bias2);
        },
      );
    case "conv":
      return assemble([model.kernel, model.weights, model.bias], ([kernel, weights, bias], images) => {
        const activations = tf.relu(tf.conv2d(images, kernel as Tensor4D, 1, "valid"));
        return dense(flat(tf.maxPool(activations, 2, 2, "valid")), weights, bias);
      });
  }
}

type Logits = (parameters: readonly Tensor[], images: Tensor4D, seed?: number) => Tensor2D;

function assemble(values: readonly TensorValue[], logits: Logits): Network {
  const parameters = values.map(toVariable);
  return {
    parameters,
    classify: (images) => tf.tidy(() => logits(parameters, images)),
    // Never in inference mode, not even without a seed.
    classifyTraining: (images, seed: number | undefined) => tf.tidy(() => logits(parameters, images, seed ?? 1)),
  };
}

function toVariable(value: TensorValue): Variable {
  return tf.tidy(() => tf.variable(toTensor(value)));
}

function flat(images: Tensor4D): Tensor2D {
  const [n, height, width, channels] = images.shape;
  return tf.reshape(images, [n, height * width * channels]);
}

function dense(inputs: Tensor2D, weights: Tensor | undefined, bias: Tensor | undefined): Tensor2D {
  return tf.add(tf.matMul(inputs, weights as Tensor2D), bias as Tensor);
}
