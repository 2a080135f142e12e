import { posix } from "node:path";
import type { BuildOptions } from "esbuild";
import { stagedSources } from "./bundle-plugin.ts";
import type { Note } from "./notes.ts";
import type { SourceFile } from "./read-sources.ts";

/** The packages that a submission may import. */
export type Externals = Readonly<Record<string, External>>;

interface External {
  /** A URL or an absolute path, kept as it is, or a path relative to the folder of the bundles. */
  readonly path: string;
  readonly exports: readonly string[];
}

/**
 * The esbuild options that bundle one exercise file (mnist/fgsm.ts) from the staged sources.
 *
 * @param packages "imported" for a bundle to run; "listed" to find imports of what a package does not export
 */
export function buildOptions(
  file: string,
  sources: ReadonlyMap<string, SourceFile>,
  { externals, leftOut }: { readonly externals: Externals; readonly leftOut: readonly Note[] },
  packages: "imported" | "listed",
): BuildOptions {
  const importable = { files: new Set(sources.keys()), externals: externalsFor(file, externals), leftOut };
  return {
    entryPoints: [`src/${file}`],
    plugins: [stagedSources(sources, importable, packages === "listed" ? externals : {})],
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
  // Node treats a namespaced source as a URL, so stacks read submission:src/mnist/fgsm.ts:12:3 wherever the bundle is.
  sourcemap: "inline",
  sourcesContent: false,
  metafile: true,
  // The indentation of code nested ten thousand deep would fill the memory.
  minifyWhitespace: true,
  legalComments: "none",
  // Ignores any tsconfig.json above the working directory.
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
  return new Map(Object.entries(externals).map(([specifier, { path }]) => [specifier, fromFolder(up, path)]));
}

function fromFolder(up: string, target: string): string {
  if (target.startsWith("/") || /^[a-z]+:/.test(target)) return target;
  const path = posix.join(up, target);
  return path.startsWith(".") ? path : `./${path}`;
}
