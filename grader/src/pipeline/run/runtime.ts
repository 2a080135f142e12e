import { copyFile, cp, mkdir, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { EngineName } from "@robustness-lab/fixtures/engine";
import { build } from "esbuild";
import { installedFor, nativeBundle, NATIVE_LINK, type InstalledNative } from "./native.ts";
import { NODE_BUNDLE } from "./node-bundle.ts";
import { ROOT } from "../../shared/paths.ts";

/** The files a sandbox needs besides the submission: our child, the engine, and what a submission may import. */
export interface Runtime {
  readonly folder: string;
  /** The native package that it is for, whose add-on and libraries have to be visible beside the folder. */
  readonly native?: InstalledNative;
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

/** What a submission may import, and the file of a runtime that answers. */
export const EXTERNALS = {
  "@tensorflow/tfjs-core": "tfjs-core.mjs",
  "@tensorflow/tfjs-layers": "tfjs-layers.mjs",
  "@robustness-lab/fixtures": "fixtures.mjs",
};

/**
 * Bundles the runtime for an engine into `folder`. One build with splitting, so that our child, the submission and a native
 * package share one tfjs. The bundle holds no suite, no solution and no test data.
 */
export async function buildRuntime(folder: string, engine: EngineName = "wasm"): Promise<Runtime> {
  await mkdir(folder, { recursive: true });
  const native = installedFor(engine);
  const { metafile } = await build({
    ...NODE_BUNDLE,
    ...(native === undefined ? { entryPoints: ENTRIES } : nativeBundle(native, ENTRIES)),
    absWorkingDir: `${ROOT}grader`,
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    splitting: true,
    metafile: true,
  });
  for (const file of wasmFiles()) await copyFile(file, join(folder, basename(file)));
  const sources = Object.keys(metafile.inputs);
  const runtime = { folder, entry: "child.mjs", externals: EXTERNALS, sources };
  return native === undefined ? runtime : linked({ ...runtime, native });
}

/** Puts a runtime that was built before into another folder: each submission has one of its own. */
export async function copyRuntime(runtime: Runtime, folder: string): Promise<Runtime> {
  await cp(runtime.folder, folder, { recursive: true });
  return linked({ ...runtime, folder });
}

function wasmFiles(): readonly string[] {
  const require = createRequire(createRequire(import.meta.url).resolve("@robustness-lab/fixtures"));
  const folder = dirname(require.resolve("@tensorflow/tfjs-backend-wasm"));
  return ["tfjs-backend-wasm.wasm", "tfjs-backend-wasm-simd.wasm"].map((name) => join(folder, name));
}

/** Lets the runtime find the native package beside it, where no sandbox puts it there. */
async function linked(runtime: Runtime): Promise<Runtime> {
  if (runtime.native !== undefined) await symlink(runtime.native.folder, join(dirname(runtime.folder), NATIVE_LINK));
  return runtime;
}
