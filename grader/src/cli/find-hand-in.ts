import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { discoverClass } from "../office/class/discover/discover.ts";
import { fetchSubmission } from "../office/class/fetch.ts";
import { planClass } from "../office/class/plan.ts";
import { UsageError } from "../shared/errors.ts";
import { exists } from "../shared/exists.ts";
import type { FindHandIn } from "../office/marks/read-answers.ts";

/**
 * Finds what was handed in by the name of a result's folder: a class (a folder, a download, a roster) as grade-class
 * reads it, so that nobody gets another's answers; or one submission, which is everybody's.
 *
 * @throws UsageError where there is nothing
 */
export async function openHandIns(handedIn: string, signal: AbortSignal): Promise<FindHandIn> {
  const found = await stat(handedIn).catch((cause: unknown) => {
    throw new UsageError(`${handedIn} does not exist: expected what was handed in, or a roster (.csv)`, { cause });
  });
  const isOne = found.isDirectory() ? await exists(join(handedIn, "src")) : !/\.(csv|tsv|txt)$/i.test(handedIn);
  if (isOne) return () => Promise.resolve({ path: handedIn });
  const planned = planClass(await discoverClass(handedIn, "auto"));
  const places = new Map(planned.map(({ folder, where }) => [folder, where]));
  return async (name, folder) => {
    const where = places.get(name);
    if (where === undefined) return { problem: `nothing called ${name} lies where answers were looked for` };
    await mkdir(folder, { recursive: true });
    const fetched = await fetchSubmission(where, folder, signal);
    return fetched.status === "here" ? { path: fetched.path } : { problem: fetched.problem };
  };
}
