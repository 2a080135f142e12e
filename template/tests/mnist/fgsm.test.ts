import * as tf from "@tensorflow/tfjs-core";
import type { Loss } from "@robustness-lab/fixtures";
import { describe, expect, it } from "vitest";
import { fgsm } from "../../src/mnist/fgsm.ts";
import { classes, expectTensor, linearClassifier, minusTrueLogit, rowImages, valley, values } from "../helpers.ts";

// Images of two pixels. The logit of class 0 is p1 - 2 p2, that of class 1 is -p1. The loss is minus the true logit: for an
// image of class 0 it increases as the first pixel gets darker and the second brighter.
const classifier = linearClassifier([
  [1, -2],
  [-1, 0],
]);

describe("2.4 fgsm", () => {
  it("moves each pixel by epsilon in the direction that increases the loss, for gradients of any size", () => {
    const images = rowImages([[0.5, 0.5]]);
    const attacked = fgsm({ classifier, loss: minusTrueLogit, images, labels: classes([0]), epsilon: 0.1 });
    expectTensor(attacked, [[[[0.4], [0.6]]]]);
  });

  it("uses the label of each image", () => {
    const images = rowImages([
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
    const attacked = fgsm({ classifier, loss: minusTrueLogit, images, labels: classes([0, 1]), epsilon: 0.1 });
    // For class 1 a brighter first pixel increases the loss. (The second has no influence, so it is not compared.)
    const firstPixels = tf.slice(attacked, [0, 0, 0, 0], [2, 1, 1, 1]);
    expectTensor(firstPixels, [[[[0.4]]], [[[0.6]]]]);
  });

  it("keeps pixels between black and white", () => {
    const images = rowImages([[0.05, 0.95]]);
    const attacked = fgsm({ classifier, loss: minusTrueLogit, images, labels: classes([0]), epsilon: 0.1 });
    expectTensor(attacked, [[[[0], [1]]]]);
  });

  it("does nothing with epsilon 0, and never modifies its input", () => {
    const images = rowImages([[0.25, 0.75]]);
    const attacked = fgsm({ classifier, loss: minusTrueLogit, images, labels: classes([0]), epsilon: 0 });
    expectTensor(attacked, [[[[0.25], [0.75]]]]);
    fgsm({ classifier, loss: minusTrueLogit, images, labels: classes([0]), epsilon: 0.1 });
    expect(values(images)).toEqual([0.25, 0.75]);
  });

  it("follows the gradient through a model that is not linear", () => {
    // The true logit is the squared distance of the pixel from 0.5: the loss increases towards 0.5 from both sides.
    const images = rowImages([[0.2], [0.9]]);
    const problem = { classifier: valley(0.5), loss: minusTrueLogit, labels: classes([0, 0]) };
    const attacked = fgsm({ ...problem, images, epsilon: 0.1 });
    expectTensor(attacked, [[[[0.3]]], [[[0.8]]]]);
  });

  it("refuses a gradient that is not finite", () => {
    const broken: Loss = (logits) => tf.mean(tf.mul(NaN, logits));
    const problem = { classifier, images: rowImages([[0.5, 0.5]]), labels: classes([0]), epsilon: 0.1 };
    fgsm({ ...problem, loss: minusTrueLogit });
    expect(() => fgsm({ ...problem, loss: broken })).toThrow(RangeError);
  });
});
