import { mkdir } from "node:fs/promises";
import { ROOT } from "../../shared/paths.ts";
import { makeScratch } from "../../shared/scratch.ts";
import { bundleWorker } from "./bundle-worker.ts";
import { runInPool, type PoolOptions, type PoolResult } from "./pool.ts";

/** Below the grader's node_modules, so that workers find their packages. */
const BUNDLES = `${ROOT}grader/node_modules/.cache/threads`;

/** Runs tasks in threads of a worker that is written in TypeScript. */
export async function runBundled<R>(
  tasks: readonly unknown[],
  { worker, ...options }: Omit<PoolOptions<R>, "file"> & { readonly worker: URL },
): Promise<readonly PoolResult<R>[]> {
  await mkdir(BUNDLES, { recursive: true });
  const scratch = await makeScratch(BUNDLES);
  try {
    return await runInPool<R>(tasks, { ...options, file: await bundleWorker(worker, scratch.folder) });
  } finally {
    await scratch.remove();
  }
}
