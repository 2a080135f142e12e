import { expect, test } from "vitest";
import { configurationHash, RECIPE, type TrainingConfiguration } from "./configuration.ts";

const configuration: TrainingConfiguration = {
  model: "lenet",
  seed: 1,
  engine: "wasm",
  trainImages: 60_000,
  ...RECIPE,
  trainingEpsilon: null,
};

test("the hash does not depend on the order of the fields", () => {
  const reversed = Object.fromEntries(Object.entries(configuration).reverse()) as unknown as TrainingConfiguration;
  expect(configurationHash(reversed)).toBe(configurationHash(configuration));
});

test("the hash of the full run's LeNet is stable, because it names checkpoints", () => {
  expect(configurationHash(configuration)).toBe("e2337ffc4f4ac0dd");
});

test.each([
  { model: "lenet-fgsm-trained" },
  { seed: 2 },
  { engine: "node" },
  { trainImages: 6000 },
  { epochs: 9 },
  { batchSize: 999 },
  { learningRate: 1e-2 },
  { adamEpsilon: 1e-7 },
  { trainingEpsilon: 0.25 },
] as const)("the hash changes with %j", (change) => {
  expect(configurationHash({ ...configuration, ...change })).not.toBe(configurationHash(configuration));
});
