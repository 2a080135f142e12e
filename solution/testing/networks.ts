import * as tf from "@tensorflow/tfjs-core";
import type { Tensor2D, Tensor4D, Variable } from "@tensorflow/tfjs-core";
import type { Batch, Network } from "@robustness-lab/fixtures";
import { rowImages } from "./images.ts";

/** A network with one weight w and logits [w x, 0] for images of one pixel x, so its training can be computed by hand. */
export interface TinyNetwork extends Network {
  readonly weight: Variable;
  /** The calls so far: the mode, the weight at that time, and in training the dropout seed. */
  readonly calls: (readonly ["classify", number] | readonly ["train", number, seed: number])[];
}

export function tinyNetwork(start: number): TinyNetwork {
  const weight = tf.variable(tf.scalar(start));
  const calls: TinyNetwork["calls"] = [];
  const logits = (images: Tensor4D): Tensor2D => {
    const first = tf.mul<Tensor2D>(tf.reshape(images, [-1, 1]), weight);
    return tf.concat<Tensor2D>([first, tf.zerosLike(first)], 1);
  };
  return {
    ...{ weight, calls, parameters: [weight] },
    classify: (images) => {
      calls.push(["classify", numberOf(weight)]);
      return logits(images);
    },
    classifyTraining: (images, seed) => {
      calls.push(["train", numberOf(weight), seed]);
      return logits(images);
    },
  };
}

/** A batch of images of one pixel each. */
export function pixelBatch(pixels: readonly number[], labels: readonly number[], seed: number): Batch {
  return { images: rowImages(pixels.map((pixel) => [pixel])), labels: tf.tensor1d([...labels], "int32"), seed };
}

/** The value of a tensor with one element. */
export function numberOf(tensor: tf.Tensor): number {
  return tensor.dataSync<"float32">()[0] as number;
}
