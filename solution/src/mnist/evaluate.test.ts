import * as tf from "@tensorflow/tfjs-core";
import type { Attack, Batch } from "@robustness-lab/fixtures";
import { loadTestEngine } from "@robustness-lab/fixtures/engine/testing";
import { beforeAll, describe, expect, test } from "vitest";
import { rowImages } from "../../testing/images.ts";
import { pixelBatch } from "../../testing/networks.ts";
import { expectNoLeak, expectTensor, expectUntouched } from "../../testing/tensors.ts";
import { accuracyCurve, adversarialExamples, robustAccuracy } from "./evaluate.ts";
import { accuracy } from "./metrics.ts";

beforeAll(() => loadTestEngine());

/** Classifies bright pixels as 1 and dark ones as 0: logits [0.5, x]. */
function brightness(images: tf.Tensor4D): tf.Tensor2D {
  const pixels = tf.reshape<tf.Rank.R2>(images, [-1, 1]);
  return tf.concat<tf.Tensor2D>([tf.fill(pixels.shape, 0.5), pixels], 1);
}

function darken(by: number): Attack {
  return (_, { images }) => tf.sub(images, by);
}

const identity: Attack = (_, { images }) => images;

describe("robustAccuracy", () => {
  const evaluation = { classifier: brightness, accuracy };

  test("is the fraction of all images that are classified correctly after the attack", () => {
    const batches = [pixelBatch([0.9, 0.6, 0.1, 0.2], [1, 1, 0, 1], 1)];
    expect(robustAccuracy({ ...evaluation, batches, attack: identity })).toBe(0.75);
    expect(robustAccuracy({ ...evaluation, batches, attack: darken(0.2) })).toBe(0.5);
    expect(robustAccuracy({ ...evaluation, batches, attack: darken(0.5) })).toBe(0.25);
  });

  test("weights ragged batches by their sizes", () => {
    // Three of three, and none of one: 3 / 4, where the mean of the batches would be 1 / 2.
    const batches = [pixelBatch([0.9, 0.8, 0.7], [1, 1, 1], 1), pixelBatch([0.9], [0], 2)];
    expect(robustAccuracy({ ...evaluation, batches, attack: identity })).toBe(0.75);
  });

  test("counts an image that the attack corrects", () => {
    const batches = [pixelBatch([0.6], [0], 1)];
    expect(robustAccuracy({ ...evaluation, batches, attack: darken(0.2) })).toBe(1);
  });

  test("passes the classifier and each batch to the attack, and classifies the result", () => {
    const batches = [pixelBatch([0.1], [0], 5), pixelBatch([0.2], [0], 6)];
    const given: unknown[] = [];
    const attack: Attack = (classifier, batch) => {
      given.push(classifier === brightness, batch.seed);
      return rowImages([[0.9]]);
    };
    expect(robustAccuracy({ ...evaluation, batches, attack })).toBe(0);
    expect(given).toEqual([true, 5, true, 6]);
  });

  test("throws if there are no images", () => {
    const error = new RangeError("the number of images is 0, expected an integer >= 1");
    expect(() => robustAccuracy({ ...evaluation, batches: [], attack: identity })).toThrow(error);
  });

  test("does not change the batches and leaves no tensors behind", () => {
    const batch = pixelBatch([0.9, 0.6], [1, 0], 1);
    for (const attack of [identity, darken(0.1)]) {
      const evaluate = (): unknown => robustAccuracy({ ...evaluation, batches: [batch], attack });
      expectUntouched([batch.images, batch.labels], evaluate);
      expectNoLeak(evaluate);
    }
  });

  test.each(["classifier", "attack", "accuracy"] as const)("rethrows an error of %s without a leak", (part) => {
    const fail = (): never => {
      tf.zeros([2]);
      throw new Error(`${part} is broken`);
    };
    const given = { ...evaluation, batches: [pixelBatch([0.9], [1], 1)], attack: darken(0.1), [part]: fail };
    expectNoLeak(() => expect(() => robustAccuracy(given)).toThrow(`${part} is broken`));
  });
});

describe("accuracyCurve", () => {
  test("evaluates the attack for each epsilon, in order", () => {
    const attacks = new Map([0.2, 0, 0.1].map((epsilon) => [epsilon, darken(epsilon)]));
    const evaluated: Attack[] = [];
    const curve = accuracyCurve({
      attackAt: (epsilon) => attacks.get(epsilon)!,
      epsilons: [0.2, 0, 0.1],
      evaluate: (attack) => evaluated.push(attack) / 10,
    });
    expect(curve).toEqual([0.1, 0.2, 0.3]);
    expect(evaluated).toEqual([...attacks.values()]);
  });

  test("is empty without epsilons", () => {
    expect(accuracyCurve({ attackAt: darken, epsilons: [], evaluate: () => 1 })).toEqual([]);
  });

  test("decreases with epsilon, and each attack starts from the clean images", () => {
    const batches = [pixelBatch([0.9, 0.7, 0.1], [1, 1, 0], 1)];
    const evaluate = (attack: Attack): number => robustAccuracy({ classifier: brightness, accuracy, batches, attack });
    const curve = accuracyCurve({ attackAt: darken, epsilons: [0, 0.3, 0.3, 0.5], evaluate });
    [1, 2 / 3, 2 / 3, 1 / 3].forEach((expected, place) => expect(curve[place]).toBeCloseTo(expected, 6));
  });
});

describe("adversarialExamples", () => {
  /** darken(0.25) fools the classifier on rows 0, 2 and 4; row 1 stays right, row 3 was wrong before, row 5 is corrected. */
  function example() {
    const batch = pixelBatch([0.75, 1, 0.625, 0.25, 0.6875, 0.75], [1, 1, 1, 1, 1, 0], 1);
    return { classifier: brightness, attack: darken(0.25), batch, count: 9 };
  }

  test("are the digits that were right before the attack and are wrong after it", () => {
    const batch = pixelBatch([0.7, 1, 0.625, 0.25, 0.6875, 0.75], [1, 1, 1, 1, 1, 0], 1);
    const gallery = adversarialExamples({ ...example(), batch });
    expect(gallery.indices).toEqual([0, 2, 4]);
    expect(gallery.before).toEqual([1, 1, 1]);
    expect(gallery.after).toEqual([0, 0, 0]);
    expectTensor(gallery.images, [3, 1, 1, 1], [0.45, 0.375, 0.4375]);
  });

  test("are the first `count` of them", () => {
    const gallery = adversarialExamples({ ...example(), count: 1 });
    expect([gallery.indices, gallery.before, gallery.after].map((list) => list.length)).toEqual([1, 1, 1]);
    expect(gallery.images.shape).toEqual([1, 1, 1, 1]);
  });

  test("form an empty gallery, not an error, if the attack fools none", () => {
    const gallery = adversarialExamples({ ...example(), attack: identity });
    expect([gallery.indices, gallery.before, gallery.after]).toEqual([[], [], []]);
    expect(gallery.images.shape).toEqual([0, 1, 1, 1]);
  });

  test("are the same for float32 labels and for int32 labels", () => {
    const { batch } = example();
    const float: Batch = { ...batch, labels: tf.cast(batch.labels, "float32") };
    const indices = adversarialExamples({ ...example(), batch }).indices;
    expect(adversarialExamples({ ...example(), batch: float }).indices).toEqual(indices);
  });

  test("reject a count that is not an integer >= 1", () => {
    for (const count of [0, 1.5]) {
      const error = new RangeError(`count is ${count}, expected an integer >= 1`);
      expect(() => adversarialExamples({ ...example(), count })).toThrow(error);
    }
  });

  test("do not change the batch and leave no tensors behind except their images", () => {
    for (const attack of [identity, darken(0.25)]) {
      const problem = { ...example(), attack };
      expectUntouched([problem.batch.images, problem.batch.labels], () => adversarialExamples(problem));
      expectNoLeak(() => adversarialExamples(problem).images.dispose());
    }
  });

  test.each(["classifier", "attack"] as const)("rethrow an error of %s without a leak", (part) => {
    const fail = (): never => {
      tf.zeros([2]);
      throw new Error(`${part} is broken`);
    };
    const problem = { ...example(), [part]: fail };
    expectNoLeak(() => expect(() => adversarialExamples(problem)).toThrow(`${part} is broken`));
  });
});
