import type { OnLoadResult, OnResolveArgs, OnResolveResult, PartialMessage, Plugin } from "esbuild";
import type { RefusalDetail, SourceFile } from "./read-sources.ts";
import { type Importable, resolveImport } from "./resolve-import.ts";

/** The namespace of submitted files: esbuild reads such files through the plugin, never from disk. */
export const NAMESPACE = "submission";

/** The packages of which only the exports are known, by their specifier. */
type Listed = Readonly<Record<string, { readonly exports: readonly string[] }>>;

/** Resolves and loads every file from the staged sources. */
export function stagedSources(
  sources: ReadonlyMap<string, SourceFile>,
  importable: Importable,
  listed: Listed,
): Plugin {
  return {
    name: "staged-sources",
    setup(build) {
      build.onResolve({ filter: /.*/ }, (args) => resolve(args, importable, listed));
      build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => loadList(listed[path]) ?? load(path, sources));
    },
  };
}

function resolve(args: OnResolveArgs, importable: Importable, listed: Listed): OnResolveResult {
  if (args.kind === "entry-point") return { path: args.path, namespace: NAMESPACE };
  if (args.kind === "require-call" || args.kind === "require-resolve") return { errors: [refusal(NO_REQUIRE, args)] };
  const resolved = resolveImport(args.path, args.importer, importable);
  if (resolved.status === "source") return { path: resolved.path, namespace: NAMESPACE };
  if (resolved.status === "external") {
    return Object.hasOwn(listed, args.path)
      ? { path: args.path, namespace: NAMESPACE }
      : { path: resolved.path, external: true };
  }
  if (resolved.status === "refused") return { errors: [refusal(resolved.message, args)] };
  return { errors: [{ text: resolved.message }] };
}

const NO_REQUIRE = 'require() is not allowed; write import … from "…"';

/** esbuild adds the location of the import. */
function refusal(text: string, args: OnResolveArgs): PartialMessage {
  return { text, detail: { refused: args.path } satisfies RefusalDetail };
}

/** A module with the exports of a package, to be built and not to be run. */
function loadList(listed: Listed[string] | undefined): OnLoadResult | undefined {
  if (listed === undefined) return undefined;
  return { contents: `let it;export{${listed.exports.map((name) => `it as ${name}`).join()}}`, loader: "js" };
}

/** Ends every source: of the comments that name a source map, however they are written, esbuild reads the last one. */
const NO_SOURCE_MAP = "\n//# sourceMappingURL=data:application/json,{}";

function load(path: string, sources: ReadonlyMap<string, SourceFile>): OnLoadResult {
  const source = sources.get(path);
  if (source === undefined) throw new Error(`${path} was resolved and is not there`);
  if (source.status === "error") return { errors: [...source.errors] };
  if (source.loader === "json") return { contents: source.text, loader: "json" };
  return { contents: `${source.text}${NO_SOURCE_MAP}`, loader: source.loader };
}
