import { posix } from "node:path";
import type { BuildOptions } from "esbuild";
import { stagedSources } from "./bundle-plugin.ts";
import type { Note } from "./notes.ts";
import type { SourceFile } from "./read-sources.ts";

/**
 * The bare specifiers a submission may import, and what each becomes: a URL or an absolute path, kept as it is, or a path
 * relative to the folder the bundles are written to.
 */
export type Externals = Readonly<Record<string, string>>;

/** How esbuild bundles one exercise file (mnist/fgsm.ts) from the staged sources. */
export function buildOptions(
  file: string,
  sources: ReadonlyMap<string, SourceFile>,
  { externals, leftOut }: { readonly externals: Externals; readonly leftOut: readonly Note[] },
): BuildOptions {
  const importable = { files: new Set(sources.keys()), externals: externalsFor(file, externals), leftOut };
  return {
    entryPoints: [`src/${file}`],
    plugins: [stagedSources(sources, importable)],
    ...BUILD,
    logOverride: { ...BUILD.logOverride },
  };
}

const BUILD = {
  bundle: true,
  write: false,
  outfile: "/bundle.mjs",
  format: "esm",
  platform: "neutral",
  target: "node20",
  // A namespaced source is a URL to Node, so that stacks read submission:src/mnist/fgsm.ts:12:3 wherever the bundle lies.
  sourcemap: "inline",
  sourcesContent: false,
  // Indentation makes code that is nested ten thousand deep fill the memory.
  minifyWhitespace: true,
  legalComments: "none",
  // Keeps any tsconfig.json on the way up from the working directory out of it.
  tsconfigRaw: "{}",
  logLevel: "silent",
  logOverride: {
    "unsupported-dynamic-import": "error",
    "unsupported-require-call": "error",
    "indirect-require": "error",
  },
} as const;

function externalsFor(file: string, externals: Externals): ReadonlyMap<string, string> {
  const up = posix.relative(posix.dirname(file), "") || ".";
  return new Map(Object.entries(externals).map(([specifier, target]) => [specifier, fromFolder(up, target)]));
}

function fromFolder(up: string, target: string): string {
  if (target.startsWith("/") || /^[a-z]+:/.test(target)) return target;
  const path = posix.join(up, target);
  return path.startsWith(".") ? path : `./${path}`;
}
