import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { takeFirst } from "@robustness-lab/fixtures";
import { loadTestEngine } from "@robustness-lab/fixtures/engine/testing";
import { readMnist } from "@robustness-lab/fixtures/mnist";
import { onTestFinished } from "vitest";
import type { Laboratory } from "../experiment.ts";
import { importOwnCode, type OwnCode } from "../own-code.ts";
import { recipeOf, type NetworkName, type Recipe } from "../training/recipe.ts";

const source = fileURLToPath(new URL("../../../solution/src", import.meta.url));

/** A laboratory with 50 digits, a new results folder, and the reference's functions, some of them replaced. */
export async function openTiny(
  functions: Partial<OwnCode["functions"]> = {},
): Promise<Laboratory & { lines: string[] }> {
  await loadTestEngine();
  const results = await mkdtemp(join(tmpdir(), "results-"));
  onTestFinished(() => rm(results, { recursive: true }));
  const own = await importOwnCode(source);
  const test = takeFirst(await readMnist("test"), 50);
  const lines: string[] = [];
  return {
    source,
    code: { ...own, functions: { ...own.functions, ...functions } },
    results,
    engine: "wasm",
    train: () => Promise.resolve(test),
    test,
    terminal: { line: (text) => void lines.push(text), status: () => undefined },
    lines,
  };
}

/** Three epochs of three steps on 50 images. */
export function tinyRecipe(network: NetworkName, attack: Recipe["attack"] = { kind: "none" }): Recipe {
  return recipeOf(network, { attack, trainImages: 50, epochs: 3, batchSize: 20, learningRate: 1e-2 });
}

/** The contents of the files of a result, in base64, without its costs. */
export async function filesOf(results: string, name: string): Promise<Readonly<Record<string, string>>> {
  const files = (await readdir(join(results, name))).filter((file) => file !== "costs.json").sort();
  const contents = files.map(async (file) => [file, await readFile(join(results, name, file), "base64")] as const);
  return Object.fromEntries(await Promise.all(contents));
}
