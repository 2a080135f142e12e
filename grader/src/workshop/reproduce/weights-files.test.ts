import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { readWeights } from "@robustness-lab/fixtures/weights";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeWeights, type ModelWeights } from "./weights-files.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "weights-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const origin = { seed: 1, epochs: 10, engine: "wasm", trainImages: 60_000, cleanAccuracy: 0.913 };
const model: ModelWeights = {
  name: "logistic-regression",
  shapes: { weights: [2, 2], bias: [2] },
  weights: { bias: new Float32Array([5, 6]), weights: new Float32Array([1, 2, 3, -0]) },
  origin,
};

test("weights are written in the order of the shapes and read back bit for bit", async () => {
  await writeWeights(join(folder, "new"), [model]);
  const url = pathToFileURL(join(folder, "new") + sep);
  expect(await readWeights("logistic-regression", url)).toEqual(model.weights);
  const content = await readFile(join(folder, "new", "logistic-regression.f32"));
  expect([...new Float32Array(new Uint8Array(content).buffer)]).toEqual([1, 2, 3, -0, 5, 6]);
});

test("the manifest describes the file and the training it comes from", async () => {
  await writeWeights(folder, [model]);
  expect(JSON.parse(await readFile(join(folder, "manifest.json"), "utf8"))).toEqual({
    "logistic-regression": {
      file: "logistic-regression.f32",
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      tensors: [
        { name: "weights", shape: [2, 2] },
        { name: "bias", shape: [2] },
      ],
      ...origin,
    },
  });
});
