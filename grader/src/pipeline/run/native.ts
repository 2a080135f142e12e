import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findNative, NATIVE_PACKAGES, type EngineName } from "@robustness-lab/fixtures/engine/choice";
import type { Plugin } from "esbuild";

/** An installed native package. */
export interface InstalledNative {
  readonly folder: string;
  /** The name of its bundle, without extension. */
  readonly entry: string;
  /** Its add-on, which is linked with TensorFlow's libraries. */
  readonly binding: string;
}

/** The folder or link beside the runtime where the package is found, under every isolation. */
export const NATIVE_LINK = "native";

/** The native package of an engine; undefined for the embedded engine. */
export function installedFor(engine: EngineName): InstalledNative | undefined {
  if (engine === "wasm") return undefined;
  if (engine === "webgpu") throw new Error("the sandbox has no WebGPU");
  for (const name of NATIVE_PACKAGES[engine]) {
    const folder = findNative(name);
    if (folder !== undefined) return { folder, entry: basename(name), binding: join(folder, bindingIn(folder)) };
  }
  throw new Error(`the engine ${engine} computes here, but its package is not found`);
}

/**
 * The build options that differ for a runtime on a native package. The package is an entry, tfjs is re-exported name by
 * name, and the CommonJS builds of tfjs are used, because the package extends classes in a way that only works with those.
 */
export function nativeBundle(native: InstalledNative, entries: Readonly<Record<string, string>>) {
  const named = Object.fromEntries(SHARED.map((name) => [basename(name), `${NAMED}${name}`]));
  return {
    entryPoints: { ...entries, ...named, [native.entry]: native.folder },
    mainFields: ["main", "module"],
    // The package may require more at once, such as node-fetch.
    external: [],
    plugins: [nativePlugin(native)],
  };
}

/** The parts of tfjs that submissions may import, and the prefix of an entry that re-exports each name. */
const SHARED = ["@tensorflow/tfjs-core", "@tensorflow/tfjs-layers"];
const NAMED = "named:";

/**
 * Bundles a native package without its add-on. A library normally locates the add-on by reading the surrounding packages,
 * which a sandbox lacks, so the known path beside the runtime replaces that library.
 */
function nativePlugin({ folder }: InstalledNative): Plugin {
  const path = JSON.stringify(`../${NATIVE_LINK}/${bindingIn(folder)}`);
  const find = `export const find = () => __fileURLToPath(new URL(${path}, import.meta.url));`;
  return {
    name: "native",
    setup: (build) => {
      build.onResolve({ filter: /^@mapbox\/node-pre-gyp$/ }, () => ({ path: "binding", namespace: "binding" }));
      build.onLoad({ filter: /.*/, namespace: "binding" }, () => ({ contents: find }));
      build.onResolve({ filter: new RegExp(`^${NAMED}`) }, ({ path: name }) => ({
        path: name.slice(NAMED.length),
        namespace: NAMED,
      }));
      build.onLoad({ filter: /.*/, namespace: NAMED }, ({ path: name }) => ({
        contents: `export { ${exportsOf(name).join(", ")} } from "${name}";`,
        resolveDir: fileURLToPath(new URL(".", import.meta.url)),
      }));
      build.onLoad({ filter: /[/\\]proto[/\\]api_pb\.js$/ }, async ({ path: file }) => ({
        contents: withoutEval(await readFile(file, "utf8")),
      }));
    },
  };
}

function exportsOf(name: string): readonly string[] {
  return Object.keys(createRequire(import.meta.url)(name) as object);
}

/** Generated code gets the global object through Function(), which the sandbox disallows. */
function withoutEval(code: string): string {
  return code.replace("Function('return this')()", "globalThis");
}

/** The add-on's path in its package: the newest N-API version that it is built for and that this Node supports. */
function bindingIn(folder: string): string {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
  const versions = manifest.binary.napi_versions.filter((version) => version <= Number(process.versions.napi));
  return `lib/napi-v${Math.max(...versions)}/tfjs_binding.node`;
}

interface Manifest {
  readonly binary: { readonly napi_versions: readonly number[] };
}
