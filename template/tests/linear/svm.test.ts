import { describe, it } from "vitest";
import { robustHinge, robustHingeBound, robustHingeSlack, svmObjective } from "../../src/linear/svm.ts";
import { expectTensor, linearProblem } from "../helpers.ts";

// Three points with margins 3, 1.2 and -1: safe, nearly safe, wrong. Within the ball of radius 0.1 the adversary can reduce
// each margin by 0.5 (exercise 1.2 shows why).
const PROBLEM = linearProblem(
  [3, 4],
  [
    [1, 0],
    [0.4, 0],
    [0, 0.25],
  ],
  [1, 1, -1],
);
const EPSILON = 0.1;

describe("1.4 robustHinge", () => {
  it("is the mean hinge loss when nothing may move", () => {
    // Hinge losses 0, 0 and 2.
    expectTensor(robustHinge({ ...PROBLEM, epsilon: 0 }), 2 / 3);
  });

  it("is the mean hinge loss of the margins after the attack", () => {
    // Margins 2.5, 0.7 and -1.5 remain: hinge losses 0, 0.3 and 2.5.
    expectTensor(robustHinge({ ...PROBLEM, epsilon: EPSILON }), 2.8 / 3);
  });
});

describe("1.4 robustHingeBound", () => {
  it("is the mean hinge loss when nothing may move", () => {
    expectTensor(robustHingeBound({ ...PROBLEM, epsilon: 0 }), 2 / 3);
  });

  it("adds the full penalty for every point, even safe ones", () => {
    // 0 + 0.5, 0 + 0.5 and 2 + 0.5
    expectTensor(robustHingeBound({ ...PROBLEM, epsilon: EPSILON }), 3.5 / 3);
  });
});

describe("1.4 robustHingeSlack", () => {
  it("is the excess of the bound: 0.5 for the safe point, 0.2 for the nearly safe one", () => {
    expectTensor(robustHingeSlack({ ...PROBLEM, epsilon: EPSILON }), 0.7 / 3);
  });

  it("is zero when no margin exceeds 1", () => {
    const unsafe = linearProblem([3, 4], [[0.1, 0.1]], [1]);
    expectTensor(robustHingeSlack({ ...unsafe, epsilon: EPSILON }), 0, 1e-6);
  });
});

describe("1.4 svmObjective", () => {
  it("is the mean hinge loss when lambda is 0", () => {
    expectTensor(svmObjective({ ...PROBLEM, lambda: 0 }), 2 / 3);
  });

  it("adds lambda times the squared length of w: 0.01 times 25", () => {
    expectTensor(svmObjective({ ...PROBLEM, lambda: 0.01 }), 2 / 3 + 0.25);
  });
});
