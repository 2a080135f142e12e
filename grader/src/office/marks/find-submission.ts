import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { discoverClass } from "../class/discover/discover.ts";
import { fetchSubmission } from "../class/fetch.ts";
import type { ClassFile } from "../class/class-file.ts";
import { withKnownFolders } from "../class/latecomers.ts";
import { planClass } from "../class/plan.ts";
import { formTeams } from "../class/teams.ts";
import { UsageError } from "../../shared/errors.ts";
import { exists } from "../../shared/exists.ts";
import type { FindSubmission } from "./read-answers.ts";

/**
 * Finds submissions by the names of their result folders. A class (folder, download or roster) is read like grade-class does,
 * so that answers are never mixed up; a single submission is that of the only result.
 *
 * @param results the number of results
 * @param graded the class of the results, which has teams, and the folders of an earlier run
 * @throws UsageError if `source` does not exist, or is one submission for several results
 */
export async function openSubmissions(
  source: string,
  {
    results,
    graded,
    signal,
  }: { readonly results: number; readonly graded: ClassFile | undefined; readonly signal: AbortSignal },
): Promise<FindSubmission> {
  const found = await stat(source).catch((cause: unknown) => {
    throw new UsageError(`${source} does not exist: expected submissions or a roster (.csv)`, { cause });
  });
  const isOne = found.isDirectory() ? await exists(join(source, "src")) : !/\.(csv|tsv|txt)$/i.test(source);
  if (isOne && results > 1) {
    throw new UsageError(
      `${source} is one submission, and there are ${results} results: unpack the archive that an LMS downloads and give its folder, or a roster (.csv)`,
    );
  }
  if (isOne) return () => Promise.resolve({ path: source });
  const formed = formTeams(await discoverClass(source, "auto"), graded?.course ?? {});
  const planned = withKnownFolders(planClass(formed), graded);
  const locations = new Map(planned.map(({ folder, location }) => [folder, location]));
  return async (name, folder) => {
    const location = locations.get(name);
    if (location === undefined && results === 1 && found.isDirectory()) return { path: source };
    if (location === undefined) return { problem: `there is no submission named ${name}` };
    await mkdir(folder, { recursive: true });
    const fetched = await fetchSubmission(location, folder, signal);
    return fetched.status === "fetched" ? { path: fetched.path } : { problem: fetched.problem };
  };
}
