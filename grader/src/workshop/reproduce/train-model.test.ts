import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memory } from "@tensorflow/tfjs-core";
import { takeFirst, type Dataset } from "@robustness-lab/fixtures";
import { loadTestEngine } from "@robustness-lab/fixtures/engine/testing";
import { readMnist } from "@robustness-lab/fixtures/mnist";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { models } from "./models.ts";
import type { Progress } from "./stage-progress.ts";
import { trainModel, type ModelTraining } from "./train-model.ts";

let dataset: Dataset;
let folder: string;

beforeAll(async () => {
  await loadTestEngine();
  dataset = takeFirst(await readMnist("test"), 50);
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "reproduce-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const silent: Progress = () => ({ advance: () => undefined, end: () => undefined });

/** Three epochs of three steps; the run fails after the step `interruptedAfter`. */
function training(name: string, subfolder: string, interruptedAfter = Infinity): ModelTraining & { lines: string[] } {
  const model = models.find((candidate) => candidate.name === name)!;
  const lines: string[] = [];
  let steps = 0;
  const advance = (): void => {
    steps += 1;
    if (steps >= interruptedAfter) throw new Error("interrupted");
  };
  return {
    model,
    configuration: {
      model: model.name,
      seed: 1,
      engine: "wasm",
      trainImages: 50,
      epochs: 3,
      batchSize: 20,
      learningRate: 1e-2,
      adamEpsilon: 1e-8,
      trainingEpsilon: model.trainingEpsilon ?? null,
    },
    dataset,
    checkpointFolder: join(folder, subfolder),
    progress: () => ({ advance, end: () => undefined }),
    log: (line) => lines.push(line),
    lines,
  };
}

async function checkpointOf(subfolder: string): Promise<{ readonly path: string; readonly text: string }> {
  const [file] = await readdir(join(folder, subfolder));
  const path = join(folder, subfolder, file!);
  return { path, text: await readFile(path, "utf8") };
}

describe.each(["logistic-regression", "lenet", "lenet-fgsm-trained"])("training %s", (name) => {
  test("is bit-identical with and without an interruption", async () => {
    const whole = await trainModel(training(name, "whole"));
    await expect(trainModel(training(name, "resumed", 5))).rejects.toThrow("interrupted");
    const second = training(name, "resumed");
    const resumed = await trainModel(second);
    expect(second.lines).toEqual([`${second.model.title}: 1 of 3 epochs are done already.`]);
    expect(resumed).toEqual(whole);
    expect((await checkpointOf("resumed")).text).toBe((await checkpointOf("whole")).text);
  });
});

test("a finished training is not repeated", async () => {
  const whole = await trainModel(training("logistic-regression", "whole"));
  expect(whole.losses).toHaveLength(9);
  expect(await trainModel(training("logistic-regression", "whole", 1))).toEqual(whole);
});

test("after a damaged checkpoint the training starts over, with one line in the log", async () => {
  const whole = await trainModel(training("logistic-regression", "whole"));
  const { path, text } = await checkpointOf("whole");
  await writeFile(path, text.slice(0, 1000));
  const second = training("logistic-regression", "whole");
  expect(await trainModel(second)).toEqual(whole);
  expect(second.lines).toEqual([
    `Logistic regression: starting over, the checkpoint ${path} cannot be used (its checksum does not match).`,
  ]);
});

test("training leaks no tensor", async () => {
  await trainModel({ ...training("lenet-fgsm-trained", "first"), progress: silent });
  const before = memory().numTensors;
  await trainModel({ ...training("lenet-fgsm-trained", "second"), progress: silent });
  expect(memory().numTensors).toBe(before);
});
