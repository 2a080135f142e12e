import * as tf from "@tensorflow/tfjs-core";
import type { Attack } from "@robustness-lab/fixtures";
import { describe, expect, it } from "vitest";
import { accuracyCurve, adversarialExamples, robustAccuracy } from "../../src/mnist/evaluate.ts";
import { bright, countedAccuracy, expectNumber, expectTensor, negative, rowBatch } from "../helpers.ts";

// The classifier `bright` predicts class 1 for a bright pixel and class 0 for a dark one.
// An attack may return the batch's own images, as this one does: they are needed afterwards.
const doNothing: Attack = (_classifier, batch) => batch.images;

describe("2.5 robustAccuracy", () => {
  it("is the accuracy on the attacked images", () => {
    const evaluation = { classifier: bright, accuracy: countedAccuracy, batches: [rowBatch([[0.9], [0.1]], [1, 0])] };
    expectNumber("accuracy without an attack", robustAccuracy({ ...evaluation, attack: doNothing }), 1);
    expectNumber("accuracy under attack", robustAccuracy({ ...evaluation, attack: negative }), 0);
  });

  it("counts images, not batches, if the last batch is smaller", () => {
    const batches = [rowBatch([[0.9], [0.8], [0.7]], [1, 1, 1]), rowBatch([[0.1]], [1])];
    // Three of four images are right. The mean over the two batches would be 0.5.
    const evaluation = { classifier: bright, attack: doNothing, batches, accuracy: countedAccuracy };
    expectNumber("accuracy", robustAccuracy(evaluation), 0.75);
  });

  it("passes the classifier and the batch to the attack", () => {
    const batches = [rowBatch([[0.9]], [1], 5), rowBatch([[0.1]], [0], 6)];
    const seen: unknown[] = [];
    const attack: Attack = (classifier, { images, seed }) => {
      seen.push([classifier(images).shape, seed]);
      return tf.clone(images);
    };
    robustAccuracy({ classifier: bright, attack, batches, accuracy: countedAccuracy });
    expect(seen).toEqual([
      [[1, 2], 5],
      [[1, 2], 6],
    ]);
  });

  it("throws a RangeError if there are no images", () => {
    const evaluation = { classifier: bright, attack: doNothing, accuracy: countedAccuracy };
    robustAccuracy({ ...evaluation, batches: [rowBatch([[0.9]], [1])] });
    expect(() => robustAccuracy({ ...evaluation, batches: [] })).toThrow(RangeError);
  });
});

describe("2.5 accuracyCurve", () => {
  // These attacks change nothing and only identify their epsilon: `evaluate` must get the attack that `attackAt` returned.
  const attacks = new Map<Attack, number>();
  const attackAt = (epsilon: number): Attack => {
    const attack: Attack = (_classifier, { images }) => tf.clone(images);
    attacks.set(attack, epsilon);
    return attack;
  };
  const evaluate = (attack: Attack): number => 1 - (attacks.get(attack) ?? NaN);

  it("evaluates the attack for each epsilon", () => {
    expect(accuracyCurve({ attackAt, evaluate, epsilons: [0, 0.25, 0.5] })).toEqual([1, 0.75, 0.5]);
  });

  it("keeps the order of the epsilons", () => {
    expect(accuracyCurve({ attackAt, evaluate, epsilons: [0.5, 0, 0.25] })).toEqual([0.5, 1, 0.75]);
  });
});

describe("2.5 adversarialExamples", () => {
  // The third digit is dark but labelled 1. It is wrong even before the attack, so it does not count.
  const batch = rowBatch([[0.9], [0.1], [0.2], [0.8]], [1, 0, 1, 1]);

  it("finds the digits that were right before the attack and are wrong after it", () => {
    const gallery = adversarialExamples({ classifier: bright, attack: negative, batch, count: 10 });
    expect(gallery.indices).toEqual([0, 1, 3]);
  });

  it("returns the predicted class of each before and after", () => {
    const gallery = adversarialExamples({ classifier: bright, attack: negative, batch, count: 10 });
    expect({ before: gallery.before, after: gallery.after }).toEqual({ before: [1, 0, 1], after: [0, 1, 0] });
  });

  it("returns the attacked digits, and only the first ones if there are more than requested", () => {
    const gallery = adversarialExamples({ classifier: bright, attack: negative, batch, count: 2 });
    expect(gallery.indices).toEqual([0, 1]);
    expectTensor(gallery.images, [[[[0.1]]], [[[0.9]]]]);
  });

  it("returns an empty gallery if the attack turns no digit", () => {
    const gallery = adversarialExamples({ classifier: bright, attack: doNothing, batch, count: 2 });
    expect({ indices: gallery.indices, shape: gallery.images.shape }).toEqual({ indices: [], shape: [0, 1, 1, 1] });
  });
});
