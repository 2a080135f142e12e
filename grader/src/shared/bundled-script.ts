import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BuildOptions } from "esbuild";
import writeFileAtomic from "write-file-atomic";
import { stateOf } from "./file-state.ts";
import { CACHE_FOLDER, ROOT } from "./paths.ts";

/** A bundled script. */
export interface BundledScript {
  readonly code: string;
  /** Its file in the cache; absent if the cache cannot be written. */
  readonly file?: string;
}

export interface ScriptOptions {
  /** By default our folder of caches. */
  readonly cache?: string;
  /** The name in the cache; by default that of the entry point. */
  readonly name?: string;
  readonly build?: BuildOptions;
  /** The files that the build depends on besides those that it bundles, relative to the grader. */
  readonly builders?: readonly string[];
}

/** Names the newest file of a script, and the state of the files that it was bundled from. */
interface Index {
  readonly file: string;
  readonly sha256: string;
  /** Relative to the grader. */
  readonly sources: readonly string[];
  readonly state: string;
}

const BUILDER = "src/shared/bundled-script.ts";
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The code of a process or thread of ours in one script, so that it starts fast. Bundled again when a file of it has changed,
 * or if the script in the cache is damaged.
 */
export async function bundledScript(entry: URL, options: ScriptOptions = {}): Promise<BundledScript> {
  const { cache = `${CACHE_FOLDER}scripts`, name = basename(entry.pathname, extname(entry.pathname)) } = options;
  const index = join(cache, `${name}.json`);
  const cached = await readCached(index);
  if (cached !== undefined) return cached;
  const { build } = await import("esbuild");
  const { outputFiles, metafile } = await build({
    entryPoints: [fileURLToPath(entry)],
    absWorkingDir: `${ROOT}grader`,
    bundle: true,
    platform: "node",
    // yauzl and tar-stream are CommonJS, and call require.
    format: "cjs",
    target: "node20",
    minify: true,
    logLevel: "silent",
    ...options.build,
    write: false,
    metafile: true,
  });
  const code = outputFiles.map(({ text }) => text).join("");
  const sources = [BUILDER, ...(options.builders ?? []), ...Object.keys(metafile.inputs)];
  const file = await save(index, code, sources).catch(() => undefined);
  return file === undefined ? { code } : { code, file };
}

async function readCached(index: string): Promise<BundledScript | undefined> {
  try {
    const { file, sha256, sources, state } = JSON.parse(await readFile(index, "utf8")) as Index;
    if (state !== stateOf(sources)) return undefined;
    const path = join(dirname(index), file);
    const code = await readFile(path, "utf8");
    return sha256 === digest(code) ? { code, file: path } : undefined;
  } catch {
    return undefined;
  }
}

/** Each bundle has its own file, because another process may be loading the one before. */
async function save(index: string, code: string, sources: readonly string[]): Promise<string> {
  const [folder, name] = [dirname(index), basename(index, ".json")];
  const sha256 = digest(code);
  const file = `${name}-${sha256.slice(0, 16)}.mjs`;
  await mkdir(folder, { recursive: true });
  await writeFileAtomic(join(folder, file), code);
  await writeFileAtomic(index, JSON.stringify({ file, sha256, sources, state: stateOf(sources) } satisfies Index));
  await removeOld(folder, name, file);
  return join(folder, file);
}

async function removeOld(folder: string, name: string, newest: string): Promise<void> {
  const others = (await readdir(folder)).filter((file) => file.startsWith(`${name}-`) && file !== newest);
  for (const file of others) {
    const { mtimeMs } = await stat(join(folder, file)).catch(() => ({ mtimeMs: Infinity }));
    if (Date.now() - mtimeMs > DAY_MS) await rm(join(folder, file), { force: true });
  }
}

function digest(code: string): string {
  return createHash("sha256").update(code).digest("hex");
}
