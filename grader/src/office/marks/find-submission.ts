import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { discoverClass } from "../class/discover/discover.ts";
import { fetchSubmission } from "../class/fetch.ts";
import { planClass } from "../class/plan.ts";
import { UsageError } from "../../shared/errors.ts";
import { exists } from "../../shared/exists.ts";
import type { FindSubmission } from "./read-answers.ts";

/**
 * Finds submissions by the folder names of their results: in a class (folder, download or roster), read as grade-class
 * reads it so that answers are never mixed up, or in one submission, which serves every name.
 *
 * @throws UsageError if there is nothing at `source`
 */
export async function openSubmissions(source: string, signal: AbortSignal): Promise<FindSubmission> {
  const found = await stat(source).catch((cause: unknown) => {
    throw new UsageError(`${source} does not exist: expected submissions or a roster (.csv)`, { cause });
  });
  const isOne = found.isDirectory() ? await exists(join(source, "src")) : !/\.(csv|tsv|txt)$/i.test(source);
  if (isOne) return () => Promise.resolve({ path: source });
  const planned = planClass(await discoverClass(source, "auto"));
  const places = new Map(planned.map(({ folder, where }) => [folder, where]));
  return async (name, folder) => {
    const where = places.get(name);
    if (where === undefined) return { problem: `no submission is called ${name}` };
    await mkdir(folder, { recursive: true });
    const fetched = await fetchSubmission(where, folder, signal);
    return fetched.status === "here" ? { path: fetched.path } : { problem: fetched.problem };
  };
}
