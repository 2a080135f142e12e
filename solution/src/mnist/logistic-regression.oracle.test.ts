import { readFile } from "node:fs/promises";
import * as tf from "@tensorflow/tfjs-core";
import type { Tensor4D } from "@tensorflow/tfjs-core";
import { batchesOf, takeFirst, type Attack, type Dataset, type Network } from "@robustness-lab/fixtures";
import { loadTestEngine } from "@robustness-lab/fixtures/engine/testing";
import { readMnist } from "@robustness-lab/fixtures/mnist";
import { beforeAll, describe, expect, test } from "vitest";
import { pytorchLogisticRegression } from "../../testing/oracle-networks.ts";
import { readVectors } from "../../testing/oracle.ts";
import { accuracy, crossEntropy, fgsm, pgd, projectLinf, robustAccuracy, stepLinf } from "../index.ts";

/*
 * Compares the solution with PyTorch (fixtures/oracle): a logistic regression trained there, its logits, its input
 * gradients, and its accuracy under attack.
 */

interface Accuracies {
  readonly accuracy: Readonly<Record<"fgsm" | "pgd40_step0.01_first1000", Readonly<Record<string, number>>>>;
}

const vectors = await readVectors("logreg");
const file = new URL("../../../fixtures/oracle/logreg.json", import.meta.url);
const { accuracy: expectedAccuracy } = JSON.parse(await readFile(file, "utf8")) as Accuracies;
/** Allows 20 of 10 000 images: those whose logits differ by less than a rounding error may be classified either way. */
const ACCURACY_TOLERANCE = 0.002;
/**
 * The gradient is the sum over k of (p_k - y_k) W_k. For a well-classified image p_label - 1 is a difference of nearly equal
 * float32 numbers, off by up to 2^-23 in both libraries: PyTorch's gradients differ from double precision by the same amount.
 * With |W_k| about 1, this bounds the difference.
 */
const PROBABILITY_ROUNDING = 2 ** -22;

let dataset: Dataset;
let network: Network;

beforeAll(async () => {
  await loadTestEngine();
  dataset = await readMnist("test");
  network = await pytorchLogisticRegression();
});

test("the file contains the weights and the tensors compared here", () => {
  expect([...vectors.names].sort()).toEqual(["fc.bias", "fc.weight", "input_grad_first64", "logits_first64"]);
});

test("logits of the first 64 test images match PyTorch's to within 1e-4", () => {
  const logits = firstBatch((images) => network.classify(images).dataSync<"float32">());
  expect(largestDifference(logits, vectors.values("logits_first64"))).toBeLessThan(1e-4);
});

test("input gradients of the first 64 test images match PyTorch's to within 1e-5, up to the rounding of a probability", () => {
  const gradients = firstBatch((images, labels) => {
    // 64 times the gradient of the mean, exact because 64 is a power of 2, contains the gradient of each image.
    const gradient = tf.grad((x) => crossEntropy(network.classify(x as Tensor4D), labels))(images);
    return tf.mul(gradient, 64).dataSync<"float32">();
  });
  const expected = vectors.values("input_grad_first64");
  expect(gradients).toHaveLength(expected.length);
  const excess = expected.map((g, i) => Math.abs(gradients[i]! - g) - 1e-5 * Math.abs(g));
  expect(Math.max(...excess)).toBeLessThan(PROBABILITY_ROUNDING);
});

describe("accuracy matches PyTorch's to within .002", () => {
  test.each(Object.entries(expectedAccuracy.fgsm))("under FGSM at epsilon %s", (epsilon, expected) => {
    const attack: Attack = (classifier, { images, labels }) =>
      fgsm({ classifier, loss: crossEntropy, images, labels, epsilon: Number(epsilon) });
    expect(Math.abs(accuracyUnder(attack, dataset) - expected)).toBeLessThanOrEqual(ACCURACY_TOLERANCE);
  });

  test.each(Object.entries(expectedAccuracy["pgd40_step0.01_first1000"]))("under PGD at %s", (epsilon, expected) => {
    const attack: Attack = (classifier, { images, labels, seed }) =>
      pgd({
        classifier,
        loss: crossEntropy,
        images,
        labels,
        seed,
        steps: 40,
        start: (clean) => tf.clone(clean),
        step: (gradient) => stepLinf(gradient, 0.01),
        project: (candidate, clean) => projectLinf(candidate, clean, Number(epsilon)),
      });
    const measured = accuracyUnder(attack, takeFirst(dataset, 1000));
    expect(Math.abs(measured - expected)).toBeLessThanOrEqual(ACCURACY_TOLERANCE);
  });
});

function firstBatch(compute: (images: Tensor4D, labels: tf.Tensor1D) => Float32Array): Float32Array {
  const results = Array.from(batchesOf(takeFirst(dataset, 64), { batchSize: 64, seed: 1 }), ({ images, labels }) =>
    compute(images, labels),
  );
  return results[0]!;
}

function accuracyUnder(attack: Attack, images: Dataset): number {
  return robustAccuracy({
    classifier: network.classify,
    attack,
    batches: batchesOf(images, { batchSize: 1000, seed: 1 }),
    accuracy,
  });
}

function largestDifference(measured: Float32Array, expected: Float32Array): number {
  expect(measured).toHaveLength(expected.length);
  return Math.max(...measured.map((value, index) => Math.abs(value - expected[index]!)));
}
