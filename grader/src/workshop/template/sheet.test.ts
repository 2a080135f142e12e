import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { loadTestEngine } from "@robustness-lab/fixtures/engine/testing";
import ts from "typescript";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { ROOT, TEMPLATE_FOLDER } from "../../shared/paths.ts";
import { blocksIn } from "../../../../docs/commands-in.ts";

/* What the sheet says about TypeScript and TensorFlow.js is true. */

const TFJS = join(dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-core/package.json")), "dist");
const COMPILER_MS = 120_000;
const sheet = await readFile(join(TEMPLATE_FOLDER, "README.md"), "utf8");

describe("TypeScript, with the students' settings and the declarations that their installation changes,", () => {
  test(
    "accepts the snippets of the sheet and functions as students write them, and rejects a wrong rank",
    { timeout: COMPILER_MS },
    async () => {
      const snippets = blocksIn(sheet).filter(({ language }) => language === "ts");
      expect(snippets.length).toBeGreaterThan(1);
      const files = snippets.map(({ line, lines }) => [`experiments/line-${line}.ts`, lines.join("\n")] as const);
      const texts = new Map([...files, ["src/as-written.ts", AS_WRITTEN], ["src/wrong-rank.ts", WRONG_RANK]]);
      expect(problemsOf(texts, await looseDeclarations())).toEqual([expect.stringContaining("src/wrong-rank.ts: ")]);
    },
  );
});

const WRONG_RANK = `import * as tf from "@tensorflow/tfjs-core";
export const loss = (x: tf.Tensor2D): tf.Tensor1D => tf.relu(x);`;

const AS_WRITTEN = `import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor1D, Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
export const nested = (m: Tensor1D): Tensor1D => tf.relu(tf.sub(1, m));
export const tidied = (m: Tensor1D): Tensor1D => tf.tidy(() => tf.relu(tf.sub(1, m)));
export const chained = (m: Tensor1D): Tensor1D => m.mul(-1).add(1).relu();
export function named(m: Tensor1D): Tensor1D {
  const difference = tf.scalar(1).sub(m);
  return tf.maximum(0, difference);
}
export const mean = (x: Tensor2D, w: Tensor1D, y: Tensor1D): Scalar =>
  tf.mean(tf.relu(tf.sub(1, tf.mul(y, tf.dot(x, w)))));
export function attack(x: Tensor4D, classify: (x: Tensor4D) => Tensor2D): Tensor4D {
  const gradient = tf.grad((z) => tf.mean(classify(z)))(x);
  return tf.clipByValue(tf.add(x, tf.mul(0.1, tf.sign(gradient))), 0, 1);
}
export function network(x: Tensor4D, kernel: Tensor4D, weights: Tensor2D): Tensor2D {
  let z = tf.relu(tf.maxPool(tf.add(tf.conv2d(x, kernel, 1, "valid"), 1), 2, 2, "valid"));
  z = tf.dropout(z, 0.5, [z.shape[0], 1, 1, 20], 7);
  return tf.matMul(tf.reshape(z, [-1, 320]), weights);
}
export const first = (losses: number[]): number => losses[0];
export const settings: { seed?: number } = { seed: undefined };
`;

/** The declarations of tensors in a student's package. */
async function looseDeclarations(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "types-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "tensor.d.ts");
  writeFileSync(file, readFileSync(join(TFJS, "tensor.d.ts")));
  execFileSync(process.execPath, [join(ROOT, "fixtures/engine/loosen-types.mjs"), file]);
  const text = await readFile(file, "utf8");
  expect(text).toContain("class Tensor<R extends Rank = any>");
  return text;
}

/** Type-checks files that exist only here, as if they were in the template. */
function problemsOf(files: ReadonlyMap<string, string>, declarations: string): readonly string[] {
  const { config } = ts.readConfigFile(join(TEMPLATE_FOLDER, "tsconfig.json"), (path) => readFileSync(path, "utf8"));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, TEMPLATE_FOLDER);
  const host = ts.createCompilerHost(options);
  const texts = new Map([...files].map(([path, text]) => [join(TEMPLATE_FOLDER, path), text]));
  host.fileExists = (path) => texts.has(path) || ts.sys.fileExists(path);
  host.readFile = (path) =>
    texts.get(path) ?? (path === join(TFJS, "tensor.d.ts") ? declarations : ts.sys.readFile(path));
  // The setup of the tests loads the engine, whose types let ops be chained.
  const rootNames = [...texts.keys(), join(TEMPLATE_FOLDER, "tests/setup.ts")];
  const program = ts.createProgram({ rootNames, options, host });
  return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
    const path = file?.fileName.replace(TEMPLATE_FOLDER, "") ?? "";
    return `${path}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  });
}

describe("the engine", () => {
  beforeAll(async () => {
    await loadTestEngine();
  });

  test("has a kernel for every function of tfjs but those that the sheet names", () => {
    const known = new Set(tf.getKernelsForBackend(tf.getBackend()).map(({ kernelName }) => kernelName));
    const names = Object.entries(tf).filter(([, value]) => typeof value === "string" && !known.has(value));
    const missing = names.map(([name]) => name).filter((name) => callsOf(name).length > 0);
    expect(missing.sort()).toEqual(Object.keys(NAMED).sort());
    for (const phrase of Object.values(NAMED)) expect(sheet).toContain(`\`tf.${phrase}\``);
  });

  test("throws the error of the sheet", () => {
    expect(() => tf.einsum("i,i->", tf.ones([2]), tf.ones([2]))).toThrow(
      /Kernel 'Einsum' not registered for backend 'wasm'/,
    );
    expect(sheet).toContain("Kernel 'Einsum' not registered for backend 'wasm'");
  });

  test("computes tf.norm over two axes at most, and a sum over any number", () => {
    const x = tf.ones([2, 2, 2, 2]);
    expect(() => tf.norm(x, "euclidean", [1, 2, 3])).toThrow("invalid axis");
    expect(tf.norm(x, "euclidean", [1, 2]).shape).toEqual([2, 2]);
    expect(tf.sum(x, [1, 2, 3]).shape).toEqual([2]);
  });
});

/** Kernels that the engine lacks, and how the sheet calls their functions. */
const NAMED: Readonly<Record<string, string>> = {
  Einsum: "einsum",
  Complex: "complex",
  ComplexAbs: "complex",
  Real: "real",
  Imag: "imag",
  FFT: "spectral",
  IFFT: "spectral",
  RaggedGather: "raggedGather",
  RaggedRange: "raggedRange",
  RaggedTensorToTensor: "raggedTensorToTensor",
  FromPixels: "browser",
  Draw: "browser",
  StaticRegexReplace: "string.staticRegexReplace",
  DepthwiseConv2dNativeBackpropFilter: "depthwiseConv2d",
  DepthwiseConv2dNativeBackpropInput: "depthwiseConv2d",
};

/** The files of tfjs that call a kernel: some kernels have a name and no caller. */
function callsOf(kernel: string): readonly string[] {
  return OPS.filter(({ text }) => text.includes(`runKernel(${kernel},`)).map(({ file }) => file);
}

const OPS = readdirSync(join(TFJS, "ops"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".js") && !file.endsWith("_test.js"))
  .map((file) => ({ file, text: readFileSync(join(TFJS, "ops", file), "utf8") }));
