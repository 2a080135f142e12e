import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { floats } from "../../run/protocol/values.ts";
import type { LinearModel } from "../probes/models.ts";
import { ROOT } from "../../../shared/paths.ts";

const FOLDER = pathToFileURL(`${ROOT}fixtures/oracle/`);

const INDEX = z.object({
  tensors: z.array(z.object({ name: z.string(), shape: z.array(z.number()), byteOffset: z.number() })),
});

/** The logistic regression that PyTorch trained on MNIST, as a described model: weights [784, 10], bias [10]. */
export async function readPytorchLogisticRegression(): Promise<LinearModel> {
  const index = INDEX.parse(JSON.parse(await readFile(new URL("logreg.json", FOLDER), "utf8")));
  const content = await readFile(new URL("logreg.f32", FOLDER));
  const values = (name: string, count: number): number[] => {
    const entry = index.tensors.find((tensor) => tensor.name === name);
    if (entry === undefined) throw new Error(`fixtures/oracle/logreg.json lists no ${name}`);
    return Array.from({ length: count }, (_, place) => content.readFloatLE(entry.byteOffset + 4 * place));
  };
  // PyTorch stores [out, in].
  const weights = values("fc.weight", 7840);
  const transposed = weights.map((_, place) => weights[(place % 10) * 784 + Math.floor(place / 10)] as number);
  return { kind: "linear", weights: floats([784, 10], transposed), bias: floats([10], values("fc.bias", 10)) };
}
