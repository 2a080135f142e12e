import { copyFile, cp, mkdir, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { NODE_BUNDLE } from "./node-bundle.ts";

/** Which engine a runtime is for: the embedded one is bundled, a native one is loaded from the installed packages. */
export type RuntimeKind = "embedded" | "native";

/** The files a sandbox needs besides the submission: our child, the engine, and what a submission may import. */
export interface Runtime {
  readonly folder: string;
  /** The installed packages, which a native engine needs to be visible. */
  readonly nodeModules?: string;
  /** The child's entry, relative to the folder. */
  readonly entry: string;
  /** The files it was bundled from, relative to the grader: nothing else of ours is in it. */
  readonly sources: readonly string[];
  /** What a submission may import, and the file that answers, relative to the folder. */
  readonly externals: Readonly<Record<string, string>>;
}

const ENTRIES = {
  child: fileURLToPath(new URL("./child/main.ts", import.meta.url)),
  "tfjs-core": "@tensorflow/tfjs-core",
  "tfjs-layers": "@tensorflow/tfjs-layers",
  fixtures: "@robustness-lab/fixtures",
};

const EXTERNALS = {
  "@tensorflow/tfjs-core": "tfjs-core.mjs",
  "@tensorflow/tfjs-layers": "tfjs-layers.mjs",
  "@robustness-lab/fixtures": "fixtures.mjs",
};

/**
 * Bundles the runtime into `folder`. One build with splitting, so that our child and the submission share one tfjs.
 * The bundle holds no suite, no solution and no test data.
 */
export async function buildRuntime(folder: string, kind: RuntimeKind = "embedded"): Promise<Runtime> {
  await mkdir(folder, { recursive: true });
  const { metafile } = await build({
    ...NODE_BUNDLE,
    entryPoints: ENTRIES,
    absWorkingDir: fileURLToPath(new URL("../..", import.meta.url)),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    splitting: true,
    metafile: true,
    // The engine looks for the native packages at run time and goes on without them. A native engine has to share
    // tfjs-core with the submission, so then all of tfjs stays outside of the bundle.
    external: kind === "native" ? ["@tensorflow/*"] : ["@tensorflow/tfjs-node", "@tensorflow/tfjs-node-gpu"],
  });
  for (const file of wasmFiles()) await copyFile(file, join(folder, basename(file)));
  const sources = Object.keys(metafile.inputs);
  const runtime = { folder, entry: "child.mjs", externals: EXTERNALS, sources };
  return kind === "native" ? { ...runtime, nodeModules: await linkInstalled(folder) } : runtime;
}

/** Puts a runtime that was built before into another folder: each submission has one of its own. */
export async function copyRuntime(runtime: Runtime, folder: string): Promise<Runtime> {
  await cp(runtime.folder, folder, { recursive: true });
  const copy = { ...runtime, folder };
  return runtime.nodeModules === undefined ? copy : { ...copy, nodeModules: await linkInstalled(folder) };
}

function wasmFiles(): readonly string[] {
  const require = createRequire(createRequire(import.meta.url).resolve("@robustness-lab/fixtures"));
  const folder = dirname(require.resolve("@tensorflow/tfjs-backend-wasm"));
  return ["tfjs-backend-wasm.wasm", "tfjs-backend-wasm-simd.wasm"].map((name) => join(folder, name));
}

/** Lets the runtime find the installed packages beside it, where no sandbox puts them there. */
async function linkInstalled(folder: string): Promise<string> {
  const core = dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-core/package.json"));
  const nodeModules = dirname(dirname(core));
  await symlink(nodeModules, join(dirname(folder), "node_modules"));
  return nodeModules;
}
