import { copyFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { NODE_BUNDLE } from "../../pipeline/run/node-bundle.ts";
import { ROOT } from "../../shared/paths.ts";

/** A bundled contender, and the folder of the WebAssembly of tfjs. */
export interface BundledContender {
  readonly file: string;
  readonly wasmFolder: string;
}

/**
 * Bundles the contender of the embedded engine into `folder`, like the engine for the sandbox, so that its start-up time does
 * not include loading TypeScript.
 */
export async function bundleContender(folder: string): Promise<BundledContender> {
  const file = join(folder, "lenet-contender.mjs");
  await build({
    ...NODE_BUNDLE,
    entryPoints: [fileURLToPath(new URL("./lenet-contender.ts", import.meta.url))],
    outfile: file,
    external: [...NODE_BUNDLE.external, "@tensorflow/tfjs-node", "@tensorflow/tfjs-node-gpu"],
  });
  const fixtures = createRequire(createRequire(import.meta.url).resolve("@robustness-lab/fixtures"));
  const thread = `${ROOT}fixtures/engine/kernels/simd/threads/thread.js`;
  await copyFile(thread, join(folder, "thread.js"));
  return { file, wasmFolder: dirname(fixtures.resolve("@tensorflow/tfjs-backend-wasm")) };
}
