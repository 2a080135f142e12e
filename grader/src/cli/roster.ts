import writeFileAtomic from "write-file-atomic";
import { githubClient } from "../office/github/api.ts";
import { readClassList, type ClassList } from "../office/github/class-list.ts";
import { listRepositories } from "../office/github/organisation.ts";
import { renderRoster, rosterOfClass, rosterOfRepositories } from "../office/github/roster.ts";
import { EXIT } from "../shared/exit.ts";
import { githubApi } from "./github-api.ts";

interface Options {
  readonly org: string;
  readonly prefix: string;
  readonly out: string;
  readonly branch?: string;
}

/** Writes a roster for `collect` from the repositories of an organisation. */
export async function writeRoster(file: string | undefined, options: Options, signal: AbortSignal): Promise<number> {
  const api = githubApi("SUBMISSIONS_TOKEN", "reads the repositories", { pauseMs: 0, signal });
  const list: ClassList | undefined = file === undefined ? undefined : await readClassList(file);
  const repositories = await listRepositories(githubClient(api), options.org, options.prefix);
  const roster =
    list === undefined
      ? rosterOfRepositories(repositories, options)
      : rosterOfClass(list.students, repositories, options);
  await writeFileAtomic(options.out, renderRoster(roster));
  for (const line of [...(list?.skipped ?? []), ...roster.notes]) console.error(line);
  const found = roster.rows.filter(({ git }) => git !== "").length;
  console.log(`${options.out}: ${roster.rows.length} rows, ${found} with a repository`);
  return EXIT.done;
}
