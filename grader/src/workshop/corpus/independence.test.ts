import * as tf from "@tensorflow/tfjs-core";
import type { Tensor1D } from "@tensorflow/tfjs-core";
import { loadEngine } from "@robustness-lab/fixtures/engine";
import type { LinearAttackProblem, LinearProblem, MarginLoss } from "@robustness-lab/fixtures";
import * as solution from "@robustness-lab/solution";
import { beforeAll, expect, test } from "vitest";
import { RUBRIC } from "../../pipeline/score/rubric.ts";
import { judgeInProcess } from "./judge-in-process.ts";

/* Each function is judged on its own: a mistake in 1.1 or 1.2 does not cost points in 1.4, where 1.4 is built on them. */

beforeAll(() => loadEngine("wasm"));

type Attacked = LinearAttackProblem & { readonly loss: MarginLoss };
type Maximum = (problem: Attacked) => Tensor1D;

const margins = ({ w, x, y }: LinearProblem): Tensor1D => tf.mul(y, tf.dot(x, w));
const norm = (w: Tensor1D): tf.Tensor => tf.norm(w);

/** 1.4 as a student may write it: on the functions of 1.1 and 1.2. */
function builtOn(hingeLoss: MarginLoss, innerMaximumL2: Maximum) {
  return {
    hingeLoss,
    innerMaximumL2,
    robustHinge: (problem: LinearAttackProblem) => tf.mean(innerMaximumL2({ ...problem, loss: hingeLoss })),
    robustHingeBound: (problem: LinearAttackProblem) =>
      tf.add(tf.mean(hingeLoss(margins(problem))), tf.mul(problem.epsilon, norm(problem.w))),
    svmObjective: (problem: LinearProblem & { readonly lambda: number }) =>
      tf.add(tf.mean(hingeLoss(margins(problem))), tf.mul(problem.lambda, tf.square(norm(problem.w)))),
  };
}

async function failedChecks(changed: Readonly<Record<string, unknown>>, seed: number): Promise<readonly string[]> {
  const only = RUBRIC.map(({ id }) => id).filter((id) => id.split(".")[0]! in changed);
  const verdicts = await judgeInProcess({ ...solution, ...changed }, { seed, only });
  return verdicts.filter(({ verdict }) => verdict === "failed").map(({ id }) => id);
}

const MAXIMA: readonly (readonly [string, Maximum])[] = [
  ["the sign", ({ loss, epsilon, ...problem }) => loss(tf.add(margins(problem), tf.mul(epsilon, norm(problem.w))))],
  [
    "the norm",
    ({ loss, epsilon, ...problem }) => loss(tf.sub(margins(problem), tf.mul(epsilon, tf.norm(problem.w, 1)))),
  ],
  ["the place", ({ loss, epsilon, ...problem }) => tf.add(loss(margins(problem)), tf.mul(epsilon, norm(problem.w)))],
];
const HINGES: readonly (readonly [string, MarginLoss])[] = [
  ["the margin of 1", (z) => tf.relu(tf.neg(z))],
  ["the clamp", (z) => tf.sub(1, z)],
  ["the sign", (z) => tf.relu(tf.add<Tensor1D>(1, z))],
];
const SEEDS = [1, 2, 3];

test("the functions of 1.4 may be built on right ones", async () => {
  expect(await failedChecks(builtOn(solution.hingeLoss, solution.innerMaximumL2), 1)).toEqual([]);
});

test.each(MAXIMA)("a mistake in 1.2 about %s costs points in 1.2 only", async (_, innerMaximumL2) => {
  for (const seed of SEEDS) {
    const failed = await failedChecks(builtOn(solution.hingeLoss, innerMaximumL2), seed);
    expect(failed).toContain("innerMaximumL2.values");
    expect(failed.filter((id) => !id.startsWith("innerMaximumL2."))).toEqual([]);
  }
});

test.each(HINGES)("a mistake in 1.1 about %s costs points in 1.1 only", async (_, hingeLoss) => {
  for (const seed of SEEDS) {
    const failed = await failedChecks(builtOn(hingeLoss, solution.innerMaximumL2), seed);
    expect(failed).toEqual(["hingeLoss.values", "hingeLoss.far"]);
  }
});

test("mistakes in both cost points in both, and not in 1.4", async () => {
  const [[, hingeLoss], [, innerMaximumL2]] = [HINGES[0]!, MAXIMA[1]!];
  const failed = await failedChecks(builtOn(hingeLoss, innerMaximumL2), 1);
  expect(failed.filter((id) => !/^(hingeLoss|innerMaximumL2)\./.test(id))).toEqual([]);
});

test.each<readonly [string, MarginLoss, Maximum]>([
  ["no adversary", solution.hingeLoss, ({ loss, ...problem }) => loss(margins(problem))],
  ["no margin", solution.hingeLoss, ({ loss, y }) => loss(tf.zerosLike(y))],
  [
    "noise",
    (z) => tf.randomUniform(z.shape),
    ({ loss, y, epsilon }) => loss(tf.mul(epsilon, tf.randomUniform(y.shape, -1, 1, "float32", 3))),
  ],
  ["zeros", (z) => tf.zerosLike(z), ({ y }) => tf.zerosLike(y)],
])("functions that are no attempt excuse nothing: %s", async (_, hingeLoss, innerMaximumL2) => {
  const failed = await failedChecks(builtOn(hingeLoss, innerMaximumL2), 1);
  expect(failed).toEqual(expect.arrayContaining(["robustHinge.values", "robustHinge.beyond-margin"]));
});

test("an own part excuses only what follows from it", async () => {
  const [, innerMaximumL2] = MAXIMA[0]!;
  const robustHinge = (problem: LinearAttackProblem) =>
    tf.sum(innerMaximumL2({ ...problem, loss: solution.hingeLoss }));
  const failed = await failedChecks({ innerMaximumL2, robustHinge }, 1);
  expect(failed).toEqual(expect.arrayContaining(["robustHinge.values", "robustHinge.beyond-margin"]));
});

/** 1.6 as a student may write it: a comparison of two other functions. */
function comparing(
  fgsmLinear: (problem: LinearAttackProblem & { readonly lossDerivative: MarginLoss }) => tf.Tensor,
  innerMaximiserLinf: (problem: LinearAttackProblem) => tf.Tensor,
) {
  const fgsmEqualsMaximiser = (problem: LinearProblem & { readonly lossDerivative: MarginLoss }) => {
    const attacked = { ...problem, epsilon: 0.1 };
    return tf.all(tf.less(tf.abs(tf.sub(fgsmLinear(attacked), innerMaximiserLinf(attacked))), 1e-4), 1);
  };
  return { fgsmLinear, innerMaximiserLinf, fgsmEqualsMaximiser };
}

const outer = (rows: tf.Tensor, columns: tf.Tensor): tf.Tensor => tf.mul(tf.reshape(rows, [-1, 1]), columns);

test("fgsmEqualsMaximiser may compare right functions", async () => {
  expect(await failedChecks(comparing(solution.fgsmLinear, solution.innerMaximiserLinf), 1)).toEqual([]);
});

test("a wrong sign in the maximiser of 1.5 costs points in 1.5 only", async () => {
  const wrong = ({ w, x, y, epsilon }: LinearAttackProblem) => tf.add(x, tf.mul(epsilon, outer(y, tf.sign(w))));
  expect(await failedChecks(comparing(solution.fgsmLinear, wrong), 1)).toEqual(["innerMaximiserLinf.attains"]);
});

test("an fgsmLinear that forgets the slope costs no points in fgsmEqualsMaximiser", async () => {
  const wrong = ({ w, x, y, epsilon }: LinearAttackProblem) => tf.sub(x, tf.mul(epsilon, outer(y, tf.sign(w))));
  expect(await failedChecks(comparing(wrong, solution.innerMaximiserLinf), 1)).toEqual(["fgsmLinear.stays"]);
});

test("functions that are no attempt at 1.5 and 1.6 excuse nothing", async () => {
  const shift = ({ x, epsilon }: LinearAttackProblem) => tf.add(x, epsilon);
  const failed = await failedChecks(comparing(shift, shift), 1);
  expect(failed).toEqual(expect.arrayContaining(["fgsmEqualsMaximiser.hinge", "fgsmEqualsMaximiser.other-losses"]));
});
