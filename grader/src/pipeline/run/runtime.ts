import { copyFile, cp, mkdir, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { EngineName } from "@robustness-lab/fixtures/engine";
import { build, type Metafile } from "esbuild";
import { installedFor, nativeBundle, NATIVE_LINK, type InstalledNative } from "./native.ts";
import { NODE_BUNDLE, REGISTRATIONS } from "./node-bundle.ts";
import type { SandboxView } from "./isolation/index.ts";
import { nativeLibraries } from "./isolation/libraries.ts";
import { ROOT } from "../../shared/paths.ts";

/** A module of the runtime. */
interface RuntimeModule {
  /** Relative to the folder. */
  readonly file: string;
  readonly exports: readonly string[];
}

/** The files a sandbox needs besides the submission: our child, the engine, and the packages that may be imported. */
export interface Runtime {
  readonly folder: string;
  /** The native package it is built for. Its add-on and libraries must be visible beside the folder. */
  readonly native?: InstalledNative;
  /** The child's entry, relative to the folder. */
  readonly entry: string;
  /** The files it was bundled from, relative to the grader. */
  readonly sources: readonly string[];
  /** The allowed imports. */
  readonly externals: Readonly<Record<string, RuntimeModule>>;
}

const ENTRIES = {
  child: fileURLToPath(new URL("./child/main.ts", import.meta.url)),
  "tfjs-core": "@tensorflow/tfjs-core",
  "tfjs-layers": "@tensorflow/tfjs-layers",
  fixtures: "@robustness-lab/fixtures",
};

/** The packages that a submission may import, each with its file in the runtime. */
const EXTERNALS = {
  "@tensorflow/tfjs-core": "tfjs-core.mjs",
  "@tensorflow/tfjs-layers": "tfjs-layers.mjs",
  "@robustness-lab/fixtures": "fixtures.mjs",
};

/**
 * Bundles the runtime for an engine into `folder`. It is one build with code splitting, so that our child, the submission
 * and a native package share one tfjs. The bundle contains no suite, no solution and no test data.
 */
export async function buildRuntime(folder: string, engine: EngineName = "wasm"): Promise<Runtime> {
  await mkdir(folder, { recursive: true });
  const native = installedFor(engine);
  const { metafile } = await build({
    ...NODE_BUNDLE,
    ...(native === undefined ? { entryPoints: ENTRIES, plugins: [REGISTRATIONS] } : nativeBundle(native, ENTRIES)),
    absWorkingDir: `${ROOT}grader`,
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    splitting: true,
    metafile: true,
  });
  for (const file of wasmFiles()) await copyFile(file, join(folder, basename(file)));
  const sources = Object.keys(metafile.inputs);
  const runtime = { folder, entry: "child.mjs", externals: externalsOf(metafile), sources };
  return native === undefined ? runtime : linked({ ...runtime, native });
}

function externalsOf({ outputs }: Metafile): Runtime["externals"] {
  const exportsOf = new Map(Object.entries(outputs).map(([path, output]) => [basename(path), output.exports]));
  const modules = Object.entries(EXTERNALS).map(([name, file]) => [name, { file, exports: exportsOf.get(file) ?? [] }]);
  return Object.fromEntries(modules) as Runtime["externals"];
}

/** Copies a built runtime into another folder, since each submission has its own. */
export async function copyRuntime(runtime: Runtime, folder: string): Promise<Runtime> {
  await cp(runtime.folder, folder, { recursive: true });
  return linked({ ...runtime, folder });
}

/** The native part of a sandbox's view, if any. Lists libraries with ldd. */
export async function nativeViewOf({ native }: Runtime, engine: EngineName): Promise<Pick<SandboxView, "native">> {
  if (native === undefined) return {};
  const onGpu = engine === "node-gpu";
  return { native: { folder: native.folder, onGpu, libraries: await nativeLibraries(native.binding, onGpu) } };
}

function wasmFiles(): readonly string[] {
  const require = createRequire(createRequire(import.meta.url).resolve("@robustness-lab/fixtures"));
  const folder = dirname(require.resolve("@tensorflow/tfjs-backend-wasm"));
  return ["tfjs-backend-wasm.wasm", "tfjs-backend-wasm-simd.wasm"].map((name) => join(folder, name));
}

/** Links the native package beside the runtime, for isolations that do not mount it there. */
async function linked(runtime: Runtime): Promise<Runtime> {
  if (runtime.native !== undefined) await symlink(runtime.native.folder, join(dirname(runtime.folder), NATIVE_LINK));
  return runtime;
}
