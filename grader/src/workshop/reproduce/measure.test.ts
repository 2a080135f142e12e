import { memory } from "@tensorflow/tfjs-core";
import { takeFirst, type Dataset } from "@robustness-lab/fixtures";
import { loadTestEngine } from "@robustness-lab/fixtures/engine/testing";
import { readMnist } from "@robustness-lab/fixtures/mnist";
import { beforeAll, expect, test } from "vitest";
import { RECIPE } from "./configuration.ts";
import { measureModel } from "./measure.ts";
import { models } from "./models.ts";
import { FGSM_EPSILONS, PGD_EPSILONS, publishedCurve } from "./published.ts";
import type { ModelResult } from "./reproduction.ts";
import { initialState, trainEpoch } from "./train-epoch.ts";
import type { TrainedModel } from "./train-models.ts";

let test300: Dataset;
let trained: TrainedModel;
let result: ModelResult;
const lines: string[] = [];

beforeAll(async () => {
  await loadTestEngine();
  test300 = takeFirst(await readMnist("test"), 300);
  const model = models[0]!;
  const recipe = { ...RECIPE, epochs: 1, batchSize: 50, learningRate: 0.01 };
  const configuration = {
    model: model.name,
    seed: 1,
    engine: "wasm",
    trainImages: 1000,
    ...recipe,
    trainingEpsilon: null,
  };
  const dataset = takeFirst(await readMnist("train"), 1000);
  const context = { model, configuration, dataset, onStep: () => undefined };
  trained = { model, configuration, state: await trainEpoch(initialState(model, configuration), context) };
  result = measure();
});

function measure() {
  const progress = () => ({ advance: (note: string) => void lines.push(note), end: () => undefined });
  return measureModel(trained, { dataset: test300, pgdImages: 30, batchSize: 200, seed: 1, progress });
}

test("accuracy without an attack is the fraction of images that plain arithmetic classifies correctly", () => {
  const { fgsm } = result;
  const correct = Array.from({ length: 300 }, (_, image) => plainPrediction(image) === test300.labels[image]);
  expect(fgsm[0]?.accuracy).toBe(correct.filter(Boolean).length / 300);
  expect(fgsm[0]?.accuracy).toBeGreaterThan(0.6);
});

test("curves cover the epsilons, fall, and include the published values", () => {
  const { fgsm, pgd } = result;
  expect(fgsm.map(({ epsilon }) => epsilon)).toEqual(FGSM_EPSILONS);
  expect(pgd.map(({ epsilon }) => epsilon)).toEqual(PGD_EPSILONS);
  expect(fgsm.map(({ published }) => published)).toEqual(
    publishedCurve("logistic-regression").map(({ accuracy }) => accuracy),
  );
  expect(fgsm.at(-1)?.accuracy).toBeLessThan(0.05);
  expect(lines).toHaveLength(FGSM_EPSILONS.length + PGD_EPSILONS.length);
});

test("accuracies are fractions of all images, with batches of different sizes weighted", () => {
  const { fgsm, pgd } = result;
  for (const { accuracy } of fgsm) expect(Math.abs(accuracy * 300 - Math.round(accuracy * 300))).toBeLessThan(1e-9);
  for (const { accuracy } of pgd) expect(Math.abs(accuracy * 30 - Math.round(accuracy * 30))).toBeLessThan(1e-9);
});

test("the same seed gives the same measurements, and no tensor leaks", () => {
  const before = memory().numTensors;
  expect(measure()).toEqual(result);
  expect(memory().numTensors).toBe(before);
});

function plainPrediction(image: number): number {
  const { weights, bias } = trained.state.weights;
  const logits = Array.from({ length: 10 }, (_, k) => {
    let logit = bias![k]!;
    for (let j = 0; j < 784; j += 1) logit += (test300.pixels[image * 784 + j]! / 255) * weights![j * 10 + k]!;
    return logit;
  });
  return logits.indexOf(Math.max(...logits));
}
