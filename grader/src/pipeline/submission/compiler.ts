import { createRequire } from "node:module";
import type * as Esbuild from "esbuild";
import type { BuildOptions, BuildResult, Message, TransformOptions } from "esbuild";
import { descendants, treeUsage } from "../../shared/process-tree.ts";
import { STAGING_LIMITS } from "./staging-limits.ts";

/** The outcome of a compilation. */
type Compiled<T> =
  | { readonly status: "ok"; readonly value: T }
  | { readonly status: "failed"; readonly errors: readonly Message[] }
  /** It took too long, or crashed the compiler. */
  | { readonly status: "stalled" };

/** An esbuild that survives hostile code. */
export interface Compiler {
  readonly build: (options: BuildOptions) => Promise<Compiled<BuildResult>>;
  readonly transform: (text: string, options: TransformOptions) => Promise<Compiled<string>>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts a private compiler. A few lines of nested generics make esbuild hang, and only killing its process stops it, so
 * the process must not be shared with other users of esbuild.
 */
export function startCompiler(timeoutMs: number): Compiler {
  const esbuild = loadPrivately();
  let stalls = 0;
  let spentMs = 0;
  async function attempt<T>(task: () => Promise<T>): Promise<Compiled<T>> {
    if (stalls >= STAGING_LIMITS.maxStalls || spentMs > STAGING_LIMITS.compileTotalMs) return { status: "stalled" };
    const startedAt = performance.now();
    const compiled = await within(timeoutMs, task);
    spentMs += performance.now() - startedAt;
    if (compiled.status !== "stalled") return compiled;
    stalls += 1;
    // esbuild starts a new process at the next attempt.
    await esbuild.stop();
    return compiled;
  }
  return {
    build: (options) => attempt(() => esbuild.build(options)),
    transform: (text, options) => attempt(async () => (await esbuild.transform(text, options)).code),
    stop: () => esbuild.stop(),
  };
}

/** Loads a second copy of the module, because esbuild keeps its process in a module variable. */
function loadPrivately(): typeof Esbuild {
  const require = createRequire(import.meta.url);
  const file = require.resolve("esbuild");
  const shared = require.cache[file];
  Reflect.deleteProperty(require.cache, file);
  try {
    return require("esbuild") as typeof Esbuild;
  } finally {
    if (shared === undefined) Reflect.deleteProperty(require.cache, file);
    else require.cache[file] = shared;
  }
}

/** Interval at which a compiler's memory is checked. It grows by about 200 MB a second. */
const WATCH_MS = 200;

/** Resident memory of the largest esbuild among this process's descendants. Those that compile no student code stay small. */
function largestCompiler(): number {
  const compilers = descendants(process.pid, "esbuild");
  return Math.max(0, ...compilers.map((id) => treeUsage(id).residentBytes));
}

async function within<T>(timeoutMs: number, task: () => Promise<T>): Promise<Compiled<T>> {
  let timer: NodeJS.Timeout | undefined;
  let watch: NodeJS.Timeout | undefined;
  const stalled = new Promise<Compiled<T>>((resolve) => {
    timer = setTimeout(() => resolve({ status: "stalled" }), timeoutMs);
    watch = setInterval(() => {
      if (largestCompiler() > STAGING_LIMITS.maxCompilerBytes) resolve({ status: "stalled" });
    }, WATCH_MS);
  });
  try {
    return await Promise.race([settle(task), stalled]);
  } finally {
    clearTimeout(timer);
    clearInterval(watch);
  }
}

async function settle<T>(task: () => Promise<T>): Promise<Compiled<T>> {
  try {
    return { status: "ok", value: await task() };
  } catch (error) {
    if (isServiceEnd(error)) return { status: "stalled" };
    if (isFailure(error)) return { status: "failed", errors: error.errors };
    throw error;
  }
}

/** esbuild sets no error code; only the text identifies the error. */
function isServiceEnd(error: unknown): boolean {
  return error instanceof Error && /^The service (was stopped|is no longer running)/.test(error.message);
}

function isFailure(error: unknown): error is Error & { readonly errors: readonly Message[] } {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors) && error.errors.length > 0;
}
