import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ALL_EXERCISES } from "@robustness-lab/fixtures/exercises";
import type { BuildResult } from "esbuild";
import { formatBytes } from "@robustness-lab/fixtures/hand-in";
import { buildOptions, type Externals } from "./build-options.ts";
import {
  moduleError,
  type ModuleError,
  refusedImports,
  type RefusedImport,
  toModuleError,
  toPath,
} from "./bundle-errors.ts";
import { type Compiler, startCompiler } from "./compiler.ts";
import { STAGING_LIMITS } from "./staging-limits.ts";
import { type MissingModule, missingModule } from "./missing.ts";
import { compare } from "./notes.ts";
import { readSources, type SourceFile } from "./read-sources.ts";
import type { StagedFiles } from "./stage.ts";

export interface BundleOptions {
  readonly externals: Externals;
  /** Per file. Default: STAGING_LIMITS.compileTimeoutMs. */
  readonly timeoutMs?: number;
}

/** The bundle of one exercise file, or why there is none. */
export type BundledModule =
  | {
      readonly status: "ok";
      /** Relative to the folder of the bundles: mnist/fgsm.mjs. */
      readonly file: string;
      /** The files in it, src/… */
      readonly sources: readonly string[];
    }
  | MissingModule
  | ModuleError;

/** A submission's modules, by exercise file (mnist/fgsm.ts), and its refused imports. */
export interface BundledSubmission {
  readonly modules: Readonly<Record<string, BundledModule>>;
  readonly refusedImports: readonly RefusedImport[];
}

interface Bundling {
  readonly staged: StagedFiles;
  readonly sources: ReadonlyMap<string, SourceFile>;
  readonly compiler: Compiler;
  readonly outFolder: string;
  readonly externals: Externals;
}

interface Bundled {
  readonly module: BundledModule;
  readonly refused: readonly RefusedImport[];
}

/** Bundles each exercise file separately, so that a mistake affects only the functions that depend on it. */
export async function bundleSubmission(
  staged: StagedFiles,
  outFolder: string,
  options: BundleOptions,
): Promise<BundledSubmission> {
  const compiler = startCompiler(options.timeoutMs ?? STAGING_LIMITS.compileTimeoutMs);
  try {
    const sources = await readSources(staged, compiler);
    return await bundleModules({ staged, sources, compiler, outFolder, externals: options.externals });
  } finally {
    await compiler.stop();
  }
}

async function bundleModules(bundling: Bundling): Promise<BundledSubmission> {
  const modules = new Map<string, BundledModule>();
  const refused = new Map<string, RefusedImport>();
  for (const file of new Set(ALL_EXERCISES.map((exercise) => exercise.file))) {
    const bundled = await bundleModule(file, bundling);
    modules.set(file, bundled.module);
    for (const one of bundled.refused) refused.set(JSON.stringify(one), one);
  }
  const sorted = [...refused.values()].sort((a, b) => compare(a.file, b.file) || a.line - b.line);
  return { modules: Object.fromEntries(modules), refusedImports: sorted };
}

async function bundleModule(file: string, bundling: Bundling): Promise<Bundled> {
  const path = `src/${file}`;
  if (!bundling.sources.has(path)) return { module: missingModule(path, bundling.staged), refused: [] };
  const { sources, staged, externals } = bundling;
  const build = (packages: "imported" | "listed") =>
    bundling.compiler.build(buildOptions(file, sources, { externals, leftOut: staged.notes }, packages));
  const checked = await build("listed");
  const compiled = checked.status === "ok" ? await build("imported") : checked;
  if (compiled.status === "stalled") return { module: moduleError(path, "it takes too long to compile"), refused: [] };
  if (compiled.status === "failed") {
    return { module: toModuleError(path, compiled.errors), refused: refusedImports(compiled.errors) };
  }
  return { module: await writeBundle(file, compiled.value, bundling.outFolder), refused: [] };
}

async function writeBundle(file: string, built: BuildResult, outFolder: string): Promise<BundledModule> {
  const [output] = built.outputFiles ?? [];
  if (output === undefined) throw new Error(`esbuild produced no output for src/${file}`);
  const { length } = output.contents;
  const limit = formatBytes(STAGING_LIMITS.maxBundleBytes);
  if (length > STAGING_LIMITS.maxBundleBytes) {
    return moduleError(`src/${file}`, `with its imports it is ${formatBytes(length)}; at most ${limit} are run`);
  }
  const target = file.replace(/\.ts$/, ".mjs");
  await mkdir(dirname(join(outFolder, target)), { recursive: true });
  await writeFile(join(outFolder, target), output.contents);
  return { status: "ok", file: target, sources: Object.keys(built.metafile?.inputs ?? {}).map(toPath) };
}
