import { randomUUID } from "node:crypto";
import { cp, mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { EngineName } from "@robustness-lab/fixtures/engine";
import writeFileAtomic from "write-file-atomic";
import { stateOf } from "../../shared/file-state.ts";
import { CACHE_FOLDER } from "../../shared/paths.ts";
import { installedFor } from "./native.ts";
import { buildRuntime, copyRuntime, type Runtime } from "./runtime.ts";

/** A folder for each build, and an index for each engine, which names its newest build. */
const RUNTIMES = `${CACHE_FOLDER}runtimes`;
/** What a build depends on besides the files that it bundles. */
const BUILDERS = ["src/pipeline/run/runtime.ts", "src/pipeline/run/node-bundle.ts"];
const DAY_MS = 24 * 60 * 60 * 1000;

/** A runtime in the cache, and the state of the files that it was built from. */
interface Cached {
  readonly runtime: Runtime;
  readonly state: string;
}

/**
 * Copies the runtime for an engine from the cache into `folder`; builds it if a file that it was built from has changed since.
 * Native engines are built each time. A cache that cannot be written is ignored.
 */
export async function cachedRuntime(folder: string, engine: EngineName, cache: string = RUNTIMES): Promise<Runtime> {
  if (installedFor(engine) !== undefined) return buildRuntime(folder, engine);
  const index = join(cache, `${engine}.json`);
  const cached = await readCached(index);
  if (cached !== undefined) return copyRuntime(cached, folder);
  const runtime = await buildRuntime(folder, engine);
  await save(index, runtime).catch(() => undefined);
  return runtime;
}

async function readCached(index: string): Promise<Runtime | undefined> {
  try {
    const { runtime, state } = JSON.parse(await readFile(index, "utf8")) as Cached;
    await stat(join(runtime.folder, runtime.entry));
    return state === stateOf([...BUILDERS, ...runtime.sources]) ? runtime : undefined;
  } catch {
    return undefined;
  }
}

/** Each build has its own folder, which no other grade changes while it is copied. */
async function save(index: string, built: Runtime): Promise<void> {
  const cache = dirname(index);
  const runtime = { ...built, folder: join(cache, randomUUID()) };
  await mkdir(cache, { recursive: true });
  await cp(built.folder, runtime.folder, { recursive: true });
  const cached: Cached = { runtime, state: stateOf([...BUILDERS, ...runtime.sources]) };
  await writeFileAtomic(index, JSON.stringify(cached));
  await removeOld(cache);
}

/** Removes what has not been the newest for a day: nobody copies it any more. */
async function removeOld(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    const path = join(cache, name);
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > DAY_MS) await rm(path, { recursive: true, force: true });
  }
}
