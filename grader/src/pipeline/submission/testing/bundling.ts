import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import * as fixtures from "@robustness-lab/fixtures";
import * as tf from "@tensorflow/tfjs-core";
import { bundleSubmission, type BundledModule, type BundledSubmission, type BundleOptions } from "../bundle.ts";
import { makeFolder, temporaryFolder, type Tree } from "./folders.ts";
import { stage } from "./staging.ts";

/** Vitest adds a default export. */
const namesOf = (module: object): readonly string[] => Object.keys(module).filter((name) => name !== "default");

const EXTERNALS = {
  "@tensorflow/tfjs-core": { path: "../runtime/tfjs-core.mjs", exports: namesOf(tf) },
  "@robustness-lab/fixtures": { path: "../runtime/fixtures.mjs", exports: namesOf(fixtures) },
};

export interface Built extends BundledSubmission {
  readonly outFolder: string;
}

export async function bundleFrom(source: string, options: Partial<BundleOptions> = {}): Promise<Built> {
  const folder = await temporaryFolder();
  const outFolder = join(folder, "bundles");
  return {
    ...(await bundleSubmission(await stage(source), outFolder, { externals: EXTERNALS, ...options })),
    outFolder,
  };
}

export async function bundle(tree: Tree, options: Partial<BundleOptions> = {}): Promise<Built> {
  return bundleFrom(await makeFolder(tree), options);
}

/** Bundles a submission with this text as its FGSM. */
export async function fgsmOf(text: string | Uint8Array): Promise<BundledModule | undefined> {
  return (await bundle({ "src/mnist/fgsm.ts": text })).modules["mnist/fgsm.ts"];
}

/** The exports of a bundle, read by a separate Node process, since an import here would go through Vite. */
export async function exportsOf(built: Built, file: string): Promise<unknown> {
  const script = `import(${JSON.stringify(join(built.outFolder, file))}).then((m) => console.log(JSON.stringify(m)))`;
  return JSON.parse((await promisify(execFile)(process.execPath, ["-e", script])).stdout);
}
