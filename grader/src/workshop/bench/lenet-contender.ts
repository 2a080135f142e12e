import { createInterface } from "node:readline";
import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor1D, Tensor4D, Variable } from "@tensorflow/tfjs-core";
import {
  composedKernels,
  loadEngine,
  measurePeak,
  registerTrainingKernels,
  threadsWords,
  type EngineName,
} from "@robustness-lab/fixtures/engine";
import {
  initialParameters,
  LENET_SHAPES,
  LOGISTIC_REGRESSION_SHAPES,
  networkFrom,
  type Batch,
  type LenetParameters,
  type LogisticRegressionParameters,
  type Network,
} from "@robustness-lab/fixtures";
import {
  crossEntropy,
  fgsm,
  lenet,
  logisticRegression,
  pgd,
  projectLinf,
  randomStartLinf,
  stepLinf,
} from "@robustness-lab/solution";
import { PGD_STEPS, stepsOf, type Workload } from "./workloads.ts";

/*
 * A contender: `lenet-contender.ts <engine> <threads> <batch size> <wasm folder or -> <started at, ms>`. Reads the name of a
 * workload per line and writes its time; see contender-messages.ts. It calls the reference, whose operations are those of
 * a student's code.
 */

const SEED = 7;
const EPSILON = 0.25;
const [choice = "", threadsText = "", batchText = "", wasmFolder = "-", startedAtMs = ""] = process.argv.slice(2);
/** The embedded engine with stock kernels. */
const COMPOSED = "composed";

await main(choice, Number(threadsText), Number(batchText)).catch((error: unknown) => {
  write({ absent: error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error) });
});

async function main(name: string, threads: number, batchSize: number): Promise<void> {
  const options = {
    // Stock kernels are single-threaded.
    threads: name === COMPOSED ? 1 : threads,
    ...(wasmFolder !== "-" && { wasmFolder }),
  };
  const engine = await loadEngine(name === COMPOSED ? "wasm" : (name as EngineName), options);
  if (name === COMPOSED) registerTrainingKernels(composedKernels);
  tf.tidy(() => tf.add(tf.scalar(1), 1).dataSync());
  const startMs = Date.now() - Number(startedAtMs);
  const peakOperations = engine.name === "wasm" ? measurePeak() : 0;
  const workloads = prepare(batchSize);
  const description = `${engine.device}, tfjs ${tf.version_core}${threadsWords(engine)}`;
  write({ ready: { description, startMs, peakOperations: peakOperations * (engine.threads ?? 1) } });
  for await (const line of createInterface({ input: process.stdin })) {
    const [before, cpuBefore] = [performance.now(), process.cpuUsage()];
    tf.tidy(workloads[line as Workload]);
    const { user, system } = process.cpuUsage(cpuBefore);
    const seconds = (performance.now() - before) / 1000;
    const peakBytes = process.resourceUsage().maxRSS * 1024;
    write({ seconds, cpuSeconds: (user + system) / 1e6, peakBytes });
  }
}

function prepare(batchSize: number): Readonly<Record<Workload, () => void>> {
  const network = networkFrom(initialParameters<LenetParameters>(LENET_SHAPES, SEED), lenet);
  const images: Tensor4D = tf.randomUniform([batchSize, 28, 28, 1], 0, 1, "float32", SEED);
  const labels: Tensor1D = tf.tensor1d(Int32Array.from({ length: batchSize }, (_, index) => index % 10));
  let step = 0;
  const nextBatch = (): Batch => ({ images, labels, seed: (step += 1) });
  const train = trainerOf(network);
  const trainLogistic = trainerOf(
    networkFrom(initialParameters<LogisticRegressionParameters>(LOGISTIC_REGRESSION_SHAPES, SEED), logisticRegression),
  );
  const trainOnce = (): void => tf.tidy(() => train(nextBatch()));
  const trainOnFgsm = (): void =>
    tf.tidy(() => {
      const batch = nextBatch();
      // With dropout, as in the reference run.
      const classifier = (x: Tensor4D) => network.classifyTraining(x, batch.seed + 1_000_000);
      train({ ...batch, images: fgsm({ classifier, loss: crossEntropy, images, labels, epsilon: EPSILON }) });
    });
  const repeat = (workload: Workload, once: () => void) => (): void => {
    for (let count = stepsOf(workload, batchSize); count > 0; count -= 1) once();
  };
  const gradient = tf.grad((x) => crossEntropy(network.classify(x as Tensor4D), labels));
  return {
    forward: () => void network.classify(images).dataSync(),
    "input-gradient": () => void gradient(images).dataSync(),
    train: trainOnce,
    "fgsm-train": trainOnFgsm,
    "pgd-40": () => void attack(network.classify, { images, labels, seed: SEED }).dataSync(),
    "logistic-epoch": repeat("logistic-epoch", () => tf.tidy(() => trainLogistic(nextBatch()))),
    epoch: repeat("epoch", trainOnce),
    "fgsm-epoch": repeat("fgsm-epoch", trainOnFgsm),
  };
}

/** Makes a function that trains a network for one step. */
function trainerOf({ parameters, classifyTraining }: Network): (batch: Batch) => void {
  const optimizer = tf.train.adam(1e-3);
  return ({ images, labels, seed }) => {
    const cost = (): Scalar => crossEntropy(classifyTraining(images, seed), labels);
    (optimizer.minimize(cost, true, parameters as Variable[]) as Scalar).dataSync();
  };
}

function attack(classifier: (images: Tensor4D) => tf.Tensor2D, { images, labels, seed }: Batch): Tensor4D {
  return pgd({
    classifier,
    loss: crossEntropy,
    images,
    labels,
    steps: PGD_STEPS,
    seed,
    start: (x, drawn) => randomStartLinf(x, EPSILON, drawn),
    step: (direction) => stepLinf(direction, 0.01),
    project: (candidate, center) => projectLinf(candidate, center, EPSILON),
  });
}

function write(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
