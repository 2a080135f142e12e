import { createRequire } from "node:module";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { importFrom, loadEngine } from "@robustness-lab/fixtures/engine";
import type { Tried } from "./install.ts";
import { WEBGPU } from "./packages.ts";

/*
 * `try-native.ts <folder> <package>`: computes with a native package in a process that has loaded nothing else, and prints its
 * engine as a line of JSON.
 */

const [folder = "", packageName = ""] = process.argv.slice(2);

assertShared(folder, packageName);
const isWebgpu = packageName === WEBGPU.name;
const engine = await loadEngine(isWebgpu ? "webgpu" : "auto", {
  importModule: (name) => importFrom(name === packageName ? folder : undefined, name),
  webgpuFolder: join(folder, "node_modules", packageName),
});
if (engine.name === "wasm") throw new Error(engine.why);
assertComputes();
const library = isWebgpu ? `webgpu ${WEBGPU.version}` : `TensorFlow ${versionOfTensorFlow()}`;
const tried: Tried = { engine: engine.name, device: engine.device, library };
console.log(JSON.stringify(tried));

function versionOfTensorFlow(): string {
  const { binding } = tf.backend() as unknown as { readonly binding: { readonly TF_Version: string } };
  return binding.TF_Version;
}

/** The package must use our tfjs-core: an engine cannot use the tensors of another copy. */
function assertShared(from: string, name: string): void {
  const theirs = createRequire(join(from, "node_modules", name, "package.json")).resolve("@tensorflow/tfjs-core");
  const ours = createRequire(import.meta.url).resolve("@tensorflow/tfjs-core");
  if (theirs !== ours) throw new Error(`it has its own tfjs-core: ${theirs}`);
}

/** [1 2; 3 4] squared is [7 10; 15 22]; the derivative of the sum of squares of x at 3 is 6. */
function assertComputes(): void {
  const product = tf.tidy(() => {
    const matrix = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    return [...tf.matMul(matrix, matrix).dataSync()];
  });
  const slope = tf.tidy(
    () =>
      tf
        .grad((x) => tf.sum(tf.square(x)))(tf.scalar(3))
        .dataSync()[0],
  );
  if (String(product) !== "7,10,15,22") throw new Error(`a product gave ${String(product)}, expected 7,10,15,22`);
  if (slope !== 6) throw new Error(`a gradient gave ${String(slope)}, expected 6`);
}
