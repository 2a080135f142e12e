import { mkdir, readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { BuildOptions } from "esbuild";
import writeFileAtomic from "write-file-atomic";
import { stateOf } from "./file-state.ts";
import { CACHE_FOLDER, ROOT } from "./paths.ts";

/** A script, and the state of the files that it was bundled from. */
interface Cached {
  readonly code: string;
  /** Relative to the grader. */
  readonly sources: readonly string[];
  readonly state: string;
}

interface Bundling {
  /** A file; by default one in our folder of caches, with the name of the entry point. */
  readonly cache?: string;
  /** What the script runs on; by default a process or thread of Node. */
  readonly build?: Pick<BuildOptions, "platform" | "format" | "target">;
}

// yauzl and tar-stream are CommonJS, and call require.
const FOR_NODE = { platform: "node", format: "cjs", target: "node20" } as const;

/** Code of ours in one script, so that it starts fast. Bundled again when a file of it has changed. */
export async function bundledScript(
  entry: URL,
  { cache = `${CACHE_FOLDER}${basename(entry.pathname, ".ts")}.json`, build: options = FOR_NODE }: Bundling = {},
): Promise<string> {
  const cached = await readCached(cache);
  if (cached !== undefined) return cached;
  const { build } = await import("esbuild");
  const { outputFiles, metafile } = await build({
    entryPoints: [fileURLToPath(entry)],
    absWorkingDir: `${ROOT}grader`,
    write: false,
    metafile: true,
    bundle: true,
    ...options,
    minify: true,
    logLevel: "silent",
  });
  const code = outputFiles.map(({ text }) => text).join("");
  await save(cache, code, Object.keys(metafile.inputs)).catch(() => undefined);
  return code;
}

async function readCached(cache: string): Promise<string | undefined> {
  try {
    const { code, sources, state } = JSON.parse(await readFile(cache, "utf8")) as Cached;
    return state === stateOf(sources) ? code : undefined;
  } catch {
    return undefined;
  }
}

async function save(cache: string, code: string, sources: readonly string[]): Promise<void> {
  await mkdir(dirname(cache), { recursive: true });
  const cached: Cached = { code, sources, state: stateOf(sources) };
  await writeFileAtomic(cache, JSON.stringify(cached));
}
