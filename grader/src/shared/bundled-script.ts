import { mkdir, readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { fileURLToPath } from "node:url";
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

/**
 * The code of a process or thread of ours in one script, so that it starts fast. Bundled again when a file of it has changed.
 *
 * @param cache a file; by default one in our folder of caches, with the name of the entry point
 */
export async function bundledScript(
  entry: URL,
  cache = `${CACHE_FOLDER}${basename(entry.pathname, ".ts")}.json`,
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
    platform: "node",
    // yauzl and tar-stream are CommonJS, and call require.
    format: "cjs",
    target: "node20",
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
