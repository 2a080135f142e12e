import type { OnLoadResult, OnResolveArgs, OnResolveResult, PartialMessage, Plugin } from "esbuild";
import type { RefusalDetail, SourceFile } from "./read-sources.ts";
import { type Importable, resolveImport } from "./resolve-import.ts";

/** The namespace of submitted files: esbuild reads such files through the plugin, never from disk. */
export const NAMESPACE = "submission";

/** Resolves and loads every file from the staged sources. */
export function stagedSources(sources: ReadonlyMap<string, SourceFile>, importable: Importable): Plugin {
  return {
    name: "staged-sources",
    setup(build) {
      build.onResolve({ filter: /.*/ }, (args) => resolve(args, importable));
      build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => load(path, sources));
    },
  };
}

function resolve(args: OnResolveArgs, importable: Importable): OnResolveResult {
  if (args.kind === "entry-point") return { path: args.path, namespace: NAMESPACE };
  if (args.kind === "require-call" || args.kind === "require-resolve") return { errors: [refusal(NO_REQUIRE, args)] };
  const resolved = resolveImport(args.path, args.importer, importable);
  if (resolved.status === "source") return { path: resolved.path, namespace: NAMESPACE };
  if (resolved.status === "external") return { path: resolved.path, external: true };
  if (resolved.status === "refused") return { errors: [refusal(resolved.message, args)] };
  return { errors: [{ text: resolved.message }] };
}

const NO_REQUIRE = 'require() is not allowed; write import … from "…"';

/** esbuild adds the location of the import. */
function refusal(text: string, args: OnResolveArgs): PartialMessage {
  return { text, detail: { refused: args.path } satisfies RefusalDetail };
}

function load(path: string, sources: ReadonlyMap<string, SourceFile>): OnLoadResult {
  const source = sources.get(path);
  if (source === undefined) throw new Error(`${path} was resolved and is not there`);
  if (source.status === "error") return { errors: [...source.errors] };
  return { contents: source.text, loader: source.loader };
}
