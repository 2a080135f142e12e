import { loadTestEngine } from "@robustness-lab/fixtures/engine/testing";
import { FAMILIES } from "@robustness-lab/fixtures/corpus";
import * as solution from "@robustness-lab/solution";
import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor1D, Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { judgeInProcess } from "../../workshop/corpus/judge-in-process.ts";
import { functionOf } from "../judge/check.ts";
import { RUBRIC } from "../score/rubric.ts";
import { openAnswers } from "./answers.ts";
import { explainChecks } from "./explain-checks.ts";

/* Real checks judge wrong functions; families are fitted, and the reference is replayed. No misconception is listed here. */

const SEED = 20261124;

beforeAll(loadTestEngine);

const said = async (functionName: string, wrong: unknown): Promise<ReadonlySet<string>> => {
  const only = RUBRIC.map(({ id }) => id).filter((id) => functionOf(id) === functionName);
  const checks = await judgeInProcess({ ...solution, [functionName]: wrong }, { seed: SEED, only });
  const { replay } = openAnswers({ folder: "/nowhere", graderVersion: "test", engine: "wasm", seed: SEED });
  const { misconceptions, patterns } = await explainChecks(checks, { misconceptions: [], families: FAMILIES }, replay);
  expect([...misconceptions.keys()].filter((id) => patterns.has(id))).toEqual([]);
  const failed = checks.filter(({ verdict }) => verdict === "failed");
  return new Set(
    failed.map(({ id }) => misconceptions.get(id)?.explanation ?? patterns.get(id)?.explanation ?? "nothing"),
  );
};

type FgsmProblem = Parameters<typeof solution.fgsm>[0];
type LinearProblem = Parameters<typeof solution.innerMaximiserL2>[0];

test("a small constant is fitted to the answers", async () => {
  const soft = ({ classifier, loss, images, labels, epsilon }: FgsmProblem): Tensor4D => {
    const gradient = tf.grad((x) => loss(classifier(x as Tensor4D), labels))(images);
    if (gradient.dataSync().some((slope) => !Number.isFinite(slope))) throw new RangeError("not finite");
    const step = tf.mul(epsilon, tf.div(gradient, tf.add(tf.abs(gradient), 3e-7)));
    return tf.clipByValue(tf.add<Tensor4D>(images, step), 0, 1);
  };
  const names = await said("fgsm", soft);
  expect(names).toEqual(new Set(["a smooth function stands in for the sign, so small gradients give short steps."]));
});

test("any factor of the l2 radius is found", async () => {
  const far = (problem: LinearProblem): Tensor2D =>
    solution.innerMaximiserL2({ ...problem, epsilon: 1.37 * problem.epsilon });
  expect(await said("innerMaximiserL2", far)).toEqual(
    new Set(["epsilon is multiplied or divided by a constant before it is used."]),
  );
});

test("a pattern says where answers are wrong", async () => {
  const oneSided = (problem: LinearProblem): Tensor2D =>
    tf.tidy(() => {
      const moved = solution.innerMaximiserL2(problem);
      const isNegative = tf.reshape(tf.less(problem.y, 0), [-1, 1]);
      return tf.where(isNegative, tf.add<Tensor2D>(problem.x, tf.square(problem.x)), moved);
    });
  expect(await said("innerMaximiserL2", oneSided)).toContain("the answer is wrong, only where y is -1.");
});

test("answers without a pattern get none, and hostile ones do no harm", async () => {
  const noise = (logits: Tensor2D, labels: Tensor1D): Scalar => {
    const numbers = [...logits.dataSync(), ...labels.dataSync()];
    return tf.scalar(Math.sin(numbers.reduce((sum, number, index) => sum + number * (index + 1), 0)));
  };
  // It computes with plain numbers.
  expect(await said("crossEntropy", noise)).toEqual(new Set(["nothing", "no gradient flows back through the answer."]));
  const huge = (): Tensor1D => tf.fill([100_000], NaN);
  await expect(said("crossEntropy", huge)).resolves.toBeDefined();
  await expect(said("projectL2", () => ({ value: [], $state: { shape: -1 } }))).resolves.toBeDefined();
});

test("a function that always throws has one explanation, and a stub none", async () => {
  const throws = (): never => {
    throw new Error("no");
  };
  expect(await said("accuracy", throws)).toEqual(
    new Set(["every call throws, so nothing else is known about the function yet."]),
  );
  expect(await said("accuracy", undefined)).toEqual(new Set(["nothing"]));
});
