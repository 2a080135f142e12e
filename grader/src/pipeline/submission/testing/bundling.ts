import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { bundleSubmission, type BundledModule, type BundledSubmission, type BundleOptions } from "../bundle.ts";
import { stageSubmission } from "../stage.ts";
import { makeFolder, temporaryFolder, type Tree } from "./folders.ts";

const EXTERNALS = {
  "@tensorflow/tfjs-core": "../runtime/tfjs-core.mjs",
  "@robustness-lab/fixtures": "../runtime/fixtures.mjs",
};

/** Bundles, and where they lie. */
export interface Built extends BundledSubmission {
  readonly outFolder: string;
}

/** Bundles what lies in a folder. */
export async function bundleFrom(source: string, options: Partial<BundleOptions> = {}): Promise<Built> {
  const folder = await temporaryFolder();
  const staged = await stageSubmission(source, join(folder, "staged"));
  if (staged.status !== "staged") throw new Error(staged.message);
  const outFolder = join(folder, "bundles");
  return { ...(await bundleSubmission(staged, outFolder, { externals: EXTERNALS, ...options })), outFolder };
}

/** Bundles these files. */
export async function bundle(tree: Tree, options: Partial<BundleOptions> = {}): Promise<Built> {
  return bundleFrom(await makeFolder(tree), options);
}

/** What becomes of an FGSM of this text. */
export async function fgsmOf(text: string | Uint8Array): Promise<BundledModule | undefined> {
  return (await bundle({ "src/mnist/fgsm.ts": text })).modules["mnist/fgsm.ts"];
}

/** The exports of a bundle, from a Node of its own: an import here would be Vite's. */
export async function exportsOf(built: Built, file: string): Promise<unknown> {
  const script = `import(${JSON.stringify(join(built.outFolder, file))}).then((m) => console.log(JSON.stringify(m)))`;
  return JSON.parse((await promisify(execFile)(process.execPath, ["-e", script])).stdout);
}
