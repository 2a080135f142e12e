import * as tf from "@tensorflow/tfjs-core";
import type { Scalar } from "@tensorflow/tfjs-core";
import {
  assertLinearProblem,
  assertNonNegative,
  type LinearAttackProblem,
  type LinearProblem,
  NotImplementedError,
} from "@robustness-lab/fixtures";

/**
 * The l2-robust hinge objective: the mean over the points of the largest hinge loss within epsilon of each.
 *
 * @param problem w [d], x [n, d], y [n] in {-1, +1}, epsilon >= 0
 * @returns a scalar >= 0
 * @throws TypeError for a wrong shape, RangeError for a wrong label or epsilon
 * @see Xu, Caramanis and Mannor, Robustness and regularization of support vector machines, JMLR 2009
 */
export function robustHinge(problem: LinearAttackProblem): Scalar {
  const { w, x, y, epsilon } = problem;
  assertLinearProblem(problem);
  assertNonNegative("epsilon", epsilon);
  throw new NotImplementedError("1.4 robustHinge"); // TODO 1.4: the mean of the inner maxima of 1.2, for the hinge loss
}

/**
 * The upper bound that connects the robust hinge with the soft-margin SVM: the clean hinge loss plus a penalty outside of
 * the max(0, .) that depends on w and epsilon only. It equals the robust hinge if no margin exceeds 1.
 *
 * @param problem w [d], x [n, d], y [n] in {-1, +1}, epsilon >= 0
 * @returns a scalar >= 0
 * @throws TypeError for a wrong shape, RangeError for a wrong label or epsilon
 */
export function robustHingeBound(problem: LinearAttackProblem): Scalar {
  const { w, x, y, epsilon } = problem;
  assertLinearProblem(problem);
  assertNonNegative("epsilon", epsilon);
  throw new NotImplementedError("1.4 robustHingeBound"); // TODO 1.4: pull the part with epsilon out of the max(0, .)
}

/**
 * The exact slack of this bound: the bound minus the robust hinge, computed from the margins without subtracting the two.
 *
 * @param problem w [d], x [n, d], y [n] in {-1, +1}, epsilon >= 0
 * @returns a scalar >= 0
 * @throws TypeError for a wrong shape, RangeError for a wrong label or epsilon
 */
export function robustHingeSlack(problem: LinearAttackProblem): Scalar {
  const { w, x, y, epsilon } = problem;
  assertLinearProblem(problem);
  assertNonNegative("epsilon", epsilon);
  throw new NotImplementedError("1.4 robustHingeSlack"); // TODO 1.4: how much the bound exceeds the robust hinge; treat m <= 1 and m > 1 separately
}

/**
 * The primal objective of the soft-margin SVM: mean hinge loss plus lambda ||w||_2^2.
 *
 * @param problem w [d], x [n, d], y [n] in {-1, +1}, lambda >= 0
 * @returns a scalar >= 0
 * @throws TypeError for a wrong shape, RangeError for a wrong label or lambda
 * @see Cortes and Vapnik, Support-vector networks, 1995
 */
export function svmObjective(problem: LinearProblem & { readonly lambda: number }): Scalar {
  const { w, x, y, lambda } = problem;
  assertLinearProblem(problem);
  assertNonNegative("lambda", lambda);
  throw new NotImplementedError("1.4 svmObjective"); // TODO 1.4: mean hinge loss + lambda ||w||_2^2
}
