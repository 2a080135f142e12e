import * as tf from "@tensorflow/tfjs-core";
import type { Rank, Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import type { LinearProblem, MarginLoss } from "@robustness-lab/fixtures";
import { loadTestEngine } from "@robustness-lab/fixtures/engine/testing";
import { beforeAll, expect } from "vitest";
import { binaryClassifier, distances } from "../../testing/images.ts";
import { marginsOf } from "../../testing/linear.ts";
import { readVectors, type Given } from "../../testing/oracle.ts";
import { expectNumbers, expectTensor, valuesOf } from "../../testing/tensors.ts";
import { testVectors } from "../../testing/vector-tests.ts";
import {
  crossEntropy,
  fgsm,
  hingeLoss,
  innerMaximiserL2,
  innerMaximiserLinf,
  innerMaximumL2,
  innerMaximumLinf,
  logisticLoss,
  pgd,
  projectL2,
  projectLinf,
  robustHinge,
  robustHingeBound,
  robustHingeSlack,
  stepL2,
  stepLinf,
  svmObjective,
} from "../index.ts";

/*
 * Compares the solution with optima found by cvxpy and scipy (fixtures/oracle/python/optima.py). The tolerance for values is
 * expectTensor's, 1e-5 of their size plus 1e-6: the margins of the solver and of float32 are each off by up to 5e-7.
 */

const NORMS = { l2: "l2", linf: "linf" } as const;
const LOSSES: Readonly<Record<string, MarginLoss>> = {
  hinge: hingeLoss,
  logistic: logisticLoss,
  exponential: (margins) => tf.exp(tf.neg(margins)),
};
/** The solver stops within 1e-6 of the nearest point. */
const NEAREST = { relative: 0, absolute: 3e-6 };
/** The tolerance for points rather than values: float32 and the solver are each off by up to 5e-7. */
const POINTS = { relative: 0, absolute: 3e-6 };

beforeAll(() => loadTestEngine());

testVectors(await readVectors("optima"), {
  innerMaximum: { cases: 18, compare: innerMaximum },
  innerMaximiser: { cases: 6, compare: innerMaximiser },
  softMargin: { cases: 3, compare: softMargin },
  svmOptimum: { cases: 3, compare: svmOptimum },
  nearest: { cases: 2, compare: nearest },
  boxedOptimum: { cases: 2, compare: boxedOptimum },
});

function innerMaximum(given: Given): void {
  const maximum = given.choice("norm", { l2: innerMaximumL2, linf: innerMaximumLinf });
  const loss = given.choice("loss", LOSSES);
  const maxima = given.numbers("maxima");
  expectTensor(maximum({ ...problemOf(given), loss, epsilon: given.number("epsilon") }), [maxima.length], maxima);
}

function innerMaximiser(given: Given): void {
  const [norm, epsilon, problem] = [given.choice("norm", NORMS), given.number("epsilon"), problemOf(given)];
  const maximiser = { l2: innerMaximiserL2, linf: innerMaximiserLinf }[norm]({ ...problem, epsilon });
  expect(Math.max(...distances(asImages(maximiser), asImages(problem.x), norm))).toBeLessThan(epsilon + 1e-6);
  expectNumbers(marginsOf({ ...problem, x: maximiser }), given.numbers("margins"));
  // A coordinate with weight 0 does not matter.
  const weighed = (points: tf.Tensor): number[] => valuesOf(tf.mul(points, tf.abs(tf.sign(problem.w))));
  expectNumbers(weighed(maximiser), weighed(given.tensor("maximisers")), POINTS);
}

function softMargin(given: Given): void {
  const [problem, epsilon] = [problemOf(given), given.number("epsilon")];
  expectTensor(robustHinge({ ...problem, epsilon }), [], [given.number("robustHinge")]);
  expectTensor(robustHingeBound({ ...problem, epsilon }), [], [given.number("bound")]);
  expectTensor(robustHingeSlack({ ...problem, epsilon }), [], [given.number("slack")]);
  expectTensor(svmObjective({ ...problem, lambda: given.number("lambda") }), [], [given.number("svmObjective")]);
}

/** The weights that cvxpy found attain its optimum, and moving any of them increases the objective. */
function svmOptimum(given: Given): void {
  const [problem, lambda, optimum] = [problemOf(given), given.number("lambda"), given.number("optimum")];
  expectTensor(svmObjective({ ...problem, lambda }), [], [optimum]);
  for (const place of problem.w.dataSync().keys()) {
    for (const shift of [-0.05, 0.05]) {
      const w = tf.add<tf.Tensor1D>(problem.w, tf.mul(shift, tf.oneHot(place, problem.w.size)));
      // The term lambda ||w||^2 is strongly convex, so the objective increases by at least lambda 0.05^2.
      const least = optimum + lambda * shift ** 2 - 1e-5;
      expect(svmObjective({ ...problem, w, lambda }).dataSync()[0]).toBeGreaterThan(least);
    }
  }
}

function nearest(given: Given): void {
  const [project, epsilon] = [given.choice("norm", { l2: projectL2, linf: projectLinf }), given.number("epsilon")];
  const projected = project(given.tensor<Rank.R4>("candidate"), given.tensor<Rank.R4>("images"), epsilon);
  expectNumbers(valuesOf(projected), given.numbers("nearest"), NEAREST);
}

/**
 * FGSM and l_inf PGD attain the least margins over the intersection of ball and box. l2 PGD, which projects onto the two in
 * turn, comes close and never goes below.
 */
function boxedOptimum(given: Given): void {
  const [norm, epsilon, margins] = [given.choice("norm", NORMS), given.number("epsilon"), given.numbers("margins")];
  const [images, labels] = [given.tensor<Rank.R4>("images"), given.tensor<Rank.R1>("labels")];
  const [w, start] = [given.tensor<Rank.R1>("w"), given.tensor<Rank.R4>("start")];
  const attacked = { classifier: binaryClassifier(valuesOf(w)), loss: crossEntropy, images, labels };
  const y = tf.sub<tf.Tensor1D>(tf.mul(2, labels), 1);
  const marginsAt = (points: Tensor4D): number[] =>
    marginsOf({ w, x: tf.reshape<Rank.R2>(points, [labels.size, w.size]), y });
  const from = { ...attacked, seed: 1, start: () => start };
  if (norm === "linf") {
    expectNumbers(marginsAt(fgsm({ ...attacked, epsilon })), margins);
    const step = (gradient: Tensor4D): Tensor4D => stepLinf(gradient, epsilon / 4);
    // The far side of the ball is at most 2 epsilon away, so 8 steps suffice.
    const moved = pgd({ ...from, steps: 8, step, project: (point, clean) => projectLinf(point, clean, epsilon) });
    expectNumbers(marginsAt(moved), margins);
    return;
  }
  const step = (gradient: Tensor4D): Tensor4D => stepL2(gradient, epsilon / 50);
  const moved = pgd({ ...from, steps: 200, step, project: (point, clean) => projectL2(point, clean, epsilon) });
  for (const [index, margin] of marginsAt(moved).entries()) {
    expect(margin).toBeGreaterThan(margins[index]! - 1e-5);
    // Clipping shortens the displacement: at the fixed point by part of one step, which has length epsilon / 50.
    expect(margin).toBeLessThan(margins[index]! + 1e-3);
  }
}

function problemOf(given: Given): LinearProblem {
  return { w: given.tensor("w"), x: given.tensor("x"), y: given.tensor("y") };
}

function asImages(points: Tensor2D): Tensor4D {
  return tf.reshape(points, [points.shape[0], 1, points.shape[1], 1]);
}
