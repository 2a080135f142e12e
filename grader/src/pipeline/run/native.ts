import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findNative, NATIVE_PACKAGES, type EngineName } from "@robustness-lab/fixtures/engine";
import type { Plugin } from "esbuild";

/** A native package that is installed here. */
export interface InstalledNative {
  readonly folder: string;
  /** The name of its bundle, without its ending. */
  readonly entry: string;
  /** Its add-on, which is linked with TensorFlow's libraries. */
  readonly binding: string;
}

/** The folder or link beside the runtime under which the package is found, in every isolation. */
export const NATIVE_LINK = "native";

/** The package that an engine computes with; undefined for the embedded engine, which needs none. */
export function installedFor(engine: EngineName): InstalledNative | undefined {
  if (engine === "wasm") return undefined;
  for (const name of NATIVE_PACKAGES[engine]) {
    const folder = findNative(name);
    if (folder !== undefined) return { folder, entry: basename(name), binding: join(folder, bindingIn(folder)) };
  }
  throw new Error(`the engine ${engine} computes here, but its package is not found`);
}

/**
 * How a runtime on a native package differs: it has the package among its entries, tfjs by the names of its exports, and is
 * made of tfjs's CommonJS builds, since the package extends classes in a way that only those bear.
 */
export function nativeBundle(native: InstalledNative, entries: Readonly<Record<string, string>>) {
  const named = Object.fromEntries(SHARED.map((name) => [basename(name), `${NAMED}${name}`]));
  return {
    entryPoints: { ...entries, ...named, [native.entry]: native.folder },
    mainFields: ["main", "module"],
    plugins: [nativePlugin(native)],
  };
}

/** What submissions may import of tfjs, and the mark of an import of it that names every export. */
const SHARED = ["@tensorflow/tfjs-core", "@tensorflow/tfjs-layers"];
const NAMED = "named:";

/**
 * Bundles a native package but for its add-on: that is looked for by a library which reads the packages around it, of which
 * a sandbox has none. Here its place beside the runtime is known.
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

/** A generated file asks for the global object in the way of old engines, which no sandbox allows. */
function withoutEval(code: string): string {
  return code.replace("Function('return this')()", "globalThis");
}

/** Where the add-on lies in its package: by the newest of the interfaces that it is built for and this Node has. */
function bindingIn(folder: string): string {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
  const versions = manifest.binary.napi_versions.filter((version) => version <= Number(process.versions.napi));
  return `lib/napi-v${Math.max(...versions)}/tfjs_binding.node`;
}

interface Manifest {
  readonly binary: { readonly napi_versions: readonly number[] };
}
