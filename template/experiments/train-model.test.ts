import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { memory } from "@tensorflow/tfjs-core";
import { LENET_SHAPES, NotImplementedError } from "@robustness-lab/fixtures";
import { describe, expect, test } from "vitest";
import { compareResults } from "./compare-results.ts";
import { readRecord } from "./records/record.ts";
import { filesOf, openTiny, tinyRecipe } from "./testing/tiny.ts";
import { NameTakenError, trainModel } from "./train-model.ts";
import type { TrainingState } from "./training/state.ts";

/** As in wider.ts. */
const WIDER = { ...LENET_SHAPES, fc1Weights: [320, 200], fc1Bias: [200], fc2Weights: [200, 10] };

const RECIPES = [
  ["logistic regression", tinyRecipe("logistic-regression")],
  ["LeNet", tinyRecipe("lenet")],
  ["LeNet on FGSM", tinyRecipe("lenet", { kind: "fgsm", epsilon: 0.25 })],
  ["a wider LeNet", { ...tinyRecipe("lenet"), shapes: WIDER }],
  ["LeNet on PGD", tinyRecipe("lenet", { kind: "pgd", epsilon: 0.25, steps: 2 })],
] as const;

describe.each(RECIPES)("training %s", (_, recipe) => {
  test("gives the same files with and without interruptions", async () => {
    const laboratory = await openTiny();
    await trainModel({ name: "whole", recipe }, laboratory);
    // The name of a result is in its files, so the interrupted one has the same name in another folder.
    const other = await openTiny();
    for (const steps of [2, 4, 5]) {
      await expect(trainModel({ name: "whole", recipe }, interruptedAfter(other, steps))).rejects.toThrow(
        "interrupted",
      );
    }
    await trainModel({ name: "whole", recipe }, other);
    expect(await filesOf(other.results, "whole")).toEqual(await filesOf(laboratory.results, "whole"));
    expect(other.lines.filter((line) => line.includes("epoch ")).map((line) => line.slice(0, 15))).toEqual([
      "  epoch 1 of 3:",
      "  epoch 2 of 3:",
      "  epoch 3 of 3:",
    ]);
  });
});

/** The laboratory with a terminal that fails at a step, as Ctrl-C would end the program there. */
function interruptedAfter(laboratory: Awaited<ReturnType<typeof openTiny>>, steps: number) {
  let left = steps;
  const status = (): void => {
    left -= 1;
    if (left === 0) throw new Error("interrupted");
  };
  return { ...laboratory, terminal: { ...laboratory.terminal, status } };
}

const recipe = tinyRecipe("logistic-regression");

test("onEpoch gets the state after each epoch", async () => {
  const epochs: unknown[] = [];
  const onEpoch = ({ epoch, losses, accuracies, weights }: TrainingState): void =>
    void epochs.push([epoch, losses.length, accuracies.length, Object.keys(weights)]);
  await trainModel({ name: "a", recipe, onEpoch }, await openTiny());
  expect(epochs).toEqual([1, 2, 3].map((epoch) => [epoch, 3 * epoch, epoch, ["weights", "bias"]]));
});

test("a finished training is not repeated, and more epochs go on from it", async () => {
  const laboratory = await openTiny();
  const first = await trainModel({ name: "a", recipe }, laboratory);
  const train = () => expect.fail("trained again");
  const idle = { ...laboratory, code: { ...laboratory.code, functions: { ...laboratory.code.functions, train } } };
  expect(await trainModel({ name: "a", recipe }, idle)).toEqual(first);
  const longer = await trainModel({ name: "a", recipe: { ...recipe, epochs: 4 } }, laboratory);
  expect(longer.losses).toHaveLength(12);
  expect(longer.losses.slice(0, 9)).toEqual(first.losses);
});

test("a name that belongs to another training is refused, and nothing is lost", async () => {
  const laboratory = await openTiny();
  await trainModel({ name: "a", recipe }, laboratory);
  const before = await filesOf(laboratory.results, "a");
  await expect(trainModel({ name: "a", recipe: { ...recipe, seed: 2 } }, laboratory)).rejects.toThrow(NameTakenError);
  await expect(trainModel({ name: "a", recipe: { ...recipe, epochs: 2 } }, laboratory)).rejects.toThrow(NameTakenError);
  expect(await filesOf(laboratory.results, "a")).toEqual(before);
});

test.each([
  ["cut", (text: string) => text.slice(0, 1000)],
  ["altered in one character", (text: string) => text.replace('"epoch":3', '"epoch":2')],
  ["empty", () => ""],
])("a training whose checkpoint is %s starts over, and says so", async (_, spoil) => {
  const laboratory = await openTiny();
  await trainModel({ name: "a", recipe }, laboratory);
  const before = await filesOf(laboratory.results, "a");
  const path = join(laboratory.results, "a", "checkpoint");
  await writeFile(path, spoil(await readFile(path, "utf8")));
  await trainModel({ name: "a", recipe }, laboratory);
  expect(laboratory.lines).toContain("a: its checkpoint is damaged, so it starts over");
  expect(await filesOf(laboratory.results, "a")).toEqual(before);
});

test("after an edit of src/ a begun training starts over, and a finished one is kept and marked", async () => {
  const laboratory = await openTiny();
  const edited = { ...laboratory, code: { ...laboratory.code, digest: "edited" } };
  await expect(trainModel({ name: "a", recipe }, interruptedAfter(laboratory, 5))).rejects.toThrow("interrupted");
  const again = await trainModel({ name: "a", recipe }, edited);
  expect(laboratory.lines).toContain("a: src/ has changed since its last epoch, so it starts over");
  expect(again.code).toBe("edited");
  expect((await trainModel({ name: "a", recipe }, laboratory)).code).toBe("edited");
  await compareResults(laboratory);
  expect(laboratory.lines).toContain("\nTrained before src/ changed: a");
});

test("without 2.1 accuracy a training goes on, and its accuracies are unknown", async () => {
  const accuracy = () => {
    throw new NotImplementedError("2.1 accuracy");
  };
  const laboratory = await openTiny({ accuracy });
  const record = await trainModel({ name: "a", recipe }, laboratory);
  expect(record.accuracies).toEqual([null, null, null]);
  expect(laboratory.lines.at(-2)).toContain("test accuracy waits for 2.1 accuracy");
});

test("what waits for a stub is named, and measured once the stub is written", async () => {
  const pgd = () => {
    throw new NotImplementedError("2.8 pgd");
  };
  const laboratory = await openTiny({ pgd });
  await trainModel({ name: "a", recipe }, laboratory);
  await compareResults(laboratory);
  expect(laboratory.lines.join("\n")).toMatch(/^a +waits for 2\.8 pgd$/m);
  const written = { ...laboratory, code: (await openTiny()).code };
  await compareResults(written);
  const { measured } = (await readRecord(laboratory.results, "a")) ?? {};
  expect(measured?.pgd).toEqual({ done: expect.arrayContaining([expect.any(Number)]) });
});

test("training and measuring leak no tensor", async () => {
  const laboratory = await openTiny();
  const before = memory().numTensors;
  await trainModel({ name: "a", recipe: tinyRecipe("lenet", { kind: "fgsm", epsilon: 0.25 }) }, laboratory);
  await compareResults(laboratory);
  expect(memory().numTensors).toBe(before);
});
