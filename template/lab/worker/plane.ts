import * as tf from "@tensorflow/tfjs-core";
import type { LinearAttackProblem, MarginLoss } from "@robustness-lab/fixtures";
import type { Outcome, PlaneCurve, PlaneRequest, PlaneResult } from "../shared/worker-messages.ts";
import { scoped, type Bench } from "./bench.ts";
import { assertReturned } from "./problems.ts";
import type { Student } from "./student.ts";

type Point = readonly [number, number];

/** Problem 1 in the plane: the worst points, the worst losses, and the objectives over epsilon. */
export function computePlane({ student }: Bench, request: PlaneRequest): PlaneResult {
  return scoped(() => {
    const problem: LinearAttackProblem = {
      w: tf.tensor1d([...request.w]),
      x: tf.tensor2d(request.points.map((point) => [...point])),
      y: tf.tensor1d([...request.labels]),
      epsilon: request.epsilon,
    };
    return {
      worst: worstPoints(student, request, problem),
      fgsm: fgsmPoints(student, request, problem),
      maxima: innerMaxima(student, request, problem),
      curves: curvesOf(student, request, problem),
    };
  });
}

function worstPoints(student: Student, { norm }: PlaneRequest, problem: LinearAttackProblem) {
  return norm === "l2"
    ? student.attempt(["innerMaximiserL2"], ({ innerMaximiserL2 }) =>
        toPoints("innerMaximiserL2", innerMaximiserL2(problem), problem),
      )
    : student.attempt(["innerMaximiserLinf"], ({ innerMaximiserLinf }) =>
        toPoints("innerMaximiserLinf", innerMaximiserLinf(problem), problem),
      );
}

function fgsmPoints(student: Student, { loss }: PlaneRequest, problem: LinearAttackProblem) {
  const lossDerivative = SLOPES[loss];
  return student.attempt(["fgsmLinear"], ({ fgsmLinear }) =>
    toPoints("fgsmLinear", fgsmLinear({ ...problem, lossDerivative }), problem),
  );
}

/** The derivatives of the two losses, computed in plain JavaScript. */
const SLOPES: Readonly<Record<PlaneRequest["loss"], MarginLoss>> = {
  hinge: (margins) => eachMargin(margins, (z) => (z < 1 ? -1 : 0)),
  logistic: (margins) => eachMargin(margins, (z) => -1 / (1 + Math.exp(z))),
};

function eachMargin(margins: tf.Tensor1D, slope: (z: number) => number): tf.Tensor1D {
  return tf.tensor1d([...margins.dataSync()].map(slope));
}

function innerMaxima(student: Student, { norm, loss }: PlaneRequest, problem: LinearAttackProblem) {
  const name = norm === "l2" ? "innerMaximumL2" : "innerMaximumLinf";
  const lossName = loss === "hinge" ? "hingeLoss" : "logisticLoss";
  return student.attempt([name, lossName], (functions) => {
    const maxima = functions[name]({ ...problem, loss: functions[lossName] });
    assertReturned(name, maxima, [problem.x.shape[0]]);
    return [...maxima.dataSync()];
  });
}

/** Computes each objective separately, so that a missing function does not hide the others. */
function curvesOf(student: Student, request: PlaneRequest, problem: LinearAttackProblem): readonly PlaneCurve[] {
  const over = (name: string, compute: (at: LinearAttackProblem) => tf.Scalar): readonly number[] =>
    request.epsilons.map((epsilon) => {
      const value = compute({ ...problem, epsilon });
      assertReturned(name, value, []);
      return value.dataSync()[0] ?? NaN;
    });
  const values: Readonly<Record<string, Outcome<readonly number[]>>> = {
    "robust hinge": student.attempt(["robustHinge"], ({ robustHinge }) => over("robustHinge", robustHinge)),
    "its bound": student.attempt(["robustHingeBound"], ({ robustHingeBound }) =>
      over("robustHingeBound", robustHingeBound),
    ),
    slack: student.attempt(["robustHingeSlack"], ({ robustHingeSlack }) => over("robustHingeSlack", robustHingeSlack)),
    "SVM, λ = ε": student.attempt(["svmObjective"], ({ svmObjective }) =>
      over("svmObjective", ({ w, x, y, epsilon }) => svmObjective({ w, x, y, lambda: epsilon })),
    ),
  };
  const margin = worstMarginCurve(student, request, problem);
  return [
    { name: "worst margin", values: margin },
    ...Object.entries(values).map(([name, found]) => ({ name, values: found })),
  ];
}

/** The smallest margin at the student's worst points. */
function worstMarginCurve(
  student: Student,
  request: PlaneRequest,
  problem: LinearAttackProblem,
): Outcome<readonly number[]> {
  const found = request.epsilons.map((epsilon) => worstPoints(student, request, { ...problem, epsilon }));
  const failed = found.find((outcome) => !outcome.ok);
  if (failed !== undefined) return failed;
  const points = found.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
  return {
    ok: true,
    value: points.map((moved) => Math.min(...moved.map((point, place) => marginOf(request, point, place)))),
  };
}

/** y w·x */
function marginOf({ w, labels }: PlaneRequest, [x0, x1]: Point, place: number): number {
  return (labels[place] ?? 1) * (w[0] * x0 + w[1] * x1);
}

function toPoints(name: string, moved: tf.Tensor2D, { x }: LinearAttackProblem): readonly Point[] {
  assertReturned(name, moved, x.shape);
  return moved.arraySync().map(([x0 = NaN, x1 = NaN]) => [x0, x1] as const);
}
