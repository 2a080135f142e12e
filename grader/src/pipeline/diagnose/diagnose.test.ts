import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadTestEngine } from "@robustness-lab/fixtures/engine/testing";
import { MISCONCEPTIONS, type Misconception } from "@robustness-lab/fixtures/corpus";
import * as solution from "@robustness-lab/solution";
import * as tf from "@tensorflow/tfjs-core";
import type { Tensor1D, Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { judgeInProcess, type InProcessVerdict } from "../../workshop/corpus/judge-in-process.ts";
import { functionOf } from "../judge/check.ts";
import { RUBRIC } from "../score/rubric.ts";
import { loadVariant } from "./variants/load-variant.ts";
import { openAnswers, type Replay } from "./answers.ts";
import { diagnose } from "./diagnose.ts";

/* Real checks judge wrong functions, and the real misconceptions are replayed. */

const SEED = 20261122;
let folder = "";

beforeAll(async () => {
  await loadTestEngine();
  folder = await mkdtemp(join(tmpdir(), "answers-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const answers = () => openAnswers({ folder, graderVersion: "test", engine: "wasm", seed: SEED });

const judged = (functionName: string, wrong: unknown): Promise<readonly InProcessVerdict[]> => {
  const only = RUBRIC.map(({ id }) => id).filter((id) => functionOf(id) === functionName);
  return judgeInProcess({ ...solution, [functionName]: wrong }, { seed: SEED, only });
};

const named = async (
  checks: readonly InProcessVerdict[],
  misconceptions: readonly Misconception[] = MISCONCEPTIONS,
  replay: Replay = answers().replay,
): Promise<Record<string, string>> =>
  Object.fromEntries([...(await diagnose(checks, misconceptions, replay))].map(([check, { id }]) => [check, id]));

const misconception = (id: string): Misconception => {
  const found = MISCONCEPTIONS.find((each) => each.id === id);
  if (found === undefined) throw new RangeError(id);
  return found;
};

type FgsmProblem = Parameters<typeof solution.fgsm>[0];

test("a mistake is named in each check that it fails, even if it is written differently", async () => {
  const downhill = ({ classifier, loss, images, labels, epsilon }: FgsmProblem): Tensor4D => {
    const slopes = tf.grads((x) => loss(classifier(x as Tensor4D), labels))([images])[0] as Tensor4D;
    if (slopes.dataSync().some((slope) => !Number.isFinite(slope))) throw new RangeError("not finite");
    const stepped = images.sub(tf.sign(slopes).mul(epsilon));
    return tf.minimum(tf.maximum(stepped, 0), 1);
  };
  expect(await named(await judged("fgsm", downhill))).toEqual({
    "fgsm.direction": "fgsm-minus",
    "fgsm.digits": "fgsm-minus",
  });
});

test("an unknown mistake is not named", async () => {
  const slow = ({ images, ...problem }: FgsmProblem): Tensor4D =>
    tf.add(images, tf.mul(0.37, tf.sub(solution.fgsm({ ...problem, images }), images)));
  const checks = await judged("fgsm", slow);
  expect(checks.filter(({ verdict }) => verdict === "failed").length).toBeGreaterThan(0);
  expect(await named(checks)).toEqual({});
});

test("two mistakes in one function are named only where each occurs alone", async () => {
  const { logisticLoss } = (await loadVariant(misconception("logistic-clipped-exponent"))) as {
    readonly logisticLoss: (margins: Tensor1D) => Tensor1D;
  };
  const twice = (margins: Tensor1D): Tensor1D => tf.mul(2, logisticLoss(margins));
  // Twice a wrong loss is neither the wrong loss nor twice the right one, though both are misconceptions.
  expect(await named(await judged("logisticLoss", twice))).toEqual({});

  const { projectL2: noBox } = await loadVariant(misconception("project-l2-no-box"));
  const { projectL2: unitVector } = await loadVariant(misconception("project-l2-unit-vector"));
  type Project = typeof solution.projectL2;
  const mixed: Project = (candidate, images, epsilon) => {
    const lengths = tf.tidy(() => tf.sum(tf.abs(tf.sub(candidate, images)), [1, 2, 3]).dataSync());
    return ((lengths.includes(0) ? unitVector : noBox) as Project)(candidate, images, epsilon);
  };
  // Without those that give the same answers to one of the two.
  const few = ["project-l2-no-box", "project-l2-unit-vector", "project-l2-identity"].map(misconception);
  expect(await named(await judged("projectL2", mixed), few)).toEqual({
    "projectL2.box": "project-l2-no-box",
    "projectL2.centre": "project-l2-unit-vector",
  });
});

test("two misconceptions with the same answers are named only if they have the same explanation", async () => {
  const own = misconception("arg-l2-unnormalised");
  const twin = { ...own, id: "twin" };
  const other = { ...own, id: "other", explanation: "Something else." };
  const checks = await judged("innerMaximiserL2", (await loadVariant(own))["innerMaximiserL2"]);
  expect(Object.values(await named(checks, [own, twin]))).toContain(own.id);
  expect(await named(checks, [own, other])).toEqual({});
});

test("a misconception that would have failed a passed check is not named", async () => {
  const own = misconception("fgsm-minus");
  const checks = await judged("fgsm", (await loadVariant(own))["fgsm"]);
  // Pretends that this misconception fails fgsm.size, which was passed, and that its answers differ there.
  const stricter = { ...own, id: "stricter", fails: [...own.fails, "fgsm.size"] };
  const replay = answers().replay;
  const unlike: Replay = async (known, call) => {
    const isSized = checks.some(({ id, calls }) => id === "fgsm.size" && calls.includes(call));
    return isSized ? undefined : replay(known, call);
  };
  expect(await named(checks, [own], unlike)).toEqual({ "fgsm.direction": "fgsm-minus", "fgsm.digits": "fgsm-minus" });
  expect(await named(checks, [stricter], unlike)).toEqual({});
});

test("a function that throws or is missing is not named", async () => {
  const throws = (): never => {
    throw new Error("no");
  };
  expect(await named(await judged("accuracy", throws))).toEqual({});
  expect(await named(await judged("accuracy", undefined))).toEqual({});
});

test("answers are cached for the next grade, which computes none of them again", async () => {
  const checks = await judged("crossEntropy", (logits: Tensor2D, labels: Tensor1D) =>
    tf.mul(logits.shape[0], solution.crossEntropy(logits, labels)),
  );
  const first = answers();
  const found = await named(checks, MISCONCEPTIONS, first.replay);
  expect(Object.values(found)).toContain("cross-entropy-sum");
  await first.save();
  expect(await readdir(join(folder, `test-wasm-${SEED}`))).toEqual(["crossEntropy.msgpack"]);

  // Ids count all tensors that were ever created in this process.
  const { id } = tf.scalar(0);
  expect(await named(checks, MISCONCEPTIONS, answers().replay)).toEqual(found);
  expect(tf.scalar(0).id).toBe(id + 1);

  await writeFile(join(folder, `test-wasm-${SEED}`, "crossEntropy.msgpack"), "cut");
  expect(await named(checks, MISCONCEPTIONS, answers().replay)).toEqual(found);
});
