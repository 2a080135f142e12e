import * as tf from "@tensorflow/tfjs-core";
import type { Tensor1D } from "@tensorflow/tfjs-core";
import { loadTestEngine } from "@robustness-lab/fixtures/engine/testing";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { expectNoLeak, expectNumbers, expectTensor, expectUntouched, RUNS, valuesOf } from "../../testing/tensors.ts";
import { hingeLoss, logisticLoss } from "./losses.ts";

beforeAll(() => loadTestEngine());

const finite = fc.float({ min: -1e4, max: 1e4, noNaN: true });

test("the hinge loss is 1 - z for z < 1 and 0 otherwise", () => {
  expectTensor(hingeLoss(tf.tensor1d([-2, 0, 0.5, 1, 3])), [5], [3, 1, 0.5, 0, 0]);
  expectTensor(hingeLoss(tf.tensor1d([-1e4, 1e4])), [2], [10_001, 0]);
});

test("the logistic loss is log(1 + exp(-z))", () => {
  const expected = [2.1269280110429727, 1.3132616875182228, Math.LN2, 0.31326168751822286, 0.006715348489118068];
  expectTensor(logisticLoss(tf.tensor1d([-2, -1, 0, 1, 5])), [5], expected);
});

test("the logistic loss neither overflows nor loses precision far from 0", () => {
  const loss = valuesOf(logisticLoss(tf.tensor1d([-1e4, -1000, -89, 20, 80, 1e4])));
  // Relative only: at z = 80 the loss is 1.8e-35, and a literal log(1 + exp(-z)) is 0 from z = 17 on.
  expectNumbers(loss, [1e4, 1000, 89, 2.061153620314381e-9, 1.804851387845415e-35, 0], { relative: 1e-5, absolute: 0 });
});

test("one margin gives one loss", () => {
  expectTensor(hingeLoss(tf.tensor1d([0.25])), [1], [0.75]);
  expectTensor(logisticLoss(tf.tensor1d([0])), [1], [Math.LN2]);
});

test("the slope of the hinge is -1 below the kink, 0 above it, and between the two at it", () => {
  const [below, kink, above] = valuesOf(slopes(hingeLoss, [0.5, 1, 1.5])) as [number, number, number];
  expect([below, Math.abs(above)]).toEqual([-1, 0]);
  expect(kink).toBeGreaterThanOrEqual(-1);
  expect(kink).toBeLessThanOrEqual(0);
});

test("the slope of the logistic loss is -sigmoid(-z), including at 0 and at the extremes", () => {
  expectTensor(slopes(logisticLoss, [-1e4, -1, 0, 1, 1e4]), [5], [-1, -0.7310585786, -0.5, -0.2689414214, 0]);
});

describe.each([
  ["hingeLoss", hingeLoss],
  ["logisticLoss", logisticLoss],
])("%s", (_, loss) => {
  test("never increases and is never negative", () => {
    fc.assert(
      fc.property(fc.array(finite, { minLength: 2, maxLength: 8 }), (margins) => {
        const values = valuesOf(loss(tf.tensor1d(margins.sort((a, b) => a - b))));
        expect(values).toEqual([...values].sort((a, b) => b - a));
        expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
      }),
      RUNS,
    );
  });

  test("rejects margins whose rank is not 1", () => {
    const error = new TypeError("margins has shape [1, 2], expected [n]");
    expect(() => loss(tf.tensor2d([[1, 2]]) as never)).toThrow(error);
  });

  test("does not change its margins and leaves no tensors behind", () => {
    const margins = tf.tensor1d([-1, 0, 2]);
    expectUntouched([margins], () => loss(margins));
    expectNoLeak(() => loss(margins).dispose());
  });
});

function slopes(loss: typeof hingeLoss, margins: readonly number[]): Tensor1D {
  return tf.grad((z) => tf.sum(loss(z as Tensor1D)))(tf.tensor1d([...margins])) as Tensor1D;
}
