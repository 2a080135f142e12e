import { basename, dirname, resolve } from "node:path";
import { UsageError } from "../../shared/errors.ts";
import { readClass } from "../class/class-folder.ts";
import { discoverRoster } from "../class/discover/roster.ts";
import type { Submission } from "../class/discover/submission.ts";
import { readResultIn, readResultOf } from "../class/results.ts";
import { isStopped, type GithubApi } from "./api.ts";
import { commitAt, parseCommit, renderComment, type Commit } from "./comment.ts";
import { renderFooter } from "./footer.ts";
import { postComment } from "./post-comment.ts";

/** A comment and the commit that it is for. */
export interface Addressed {
  readonly id: string;
  readonly commit: Commit;
  readonly text: string;
}

/** A submission without a result or a commit. */
export interface Unaddressed {
  readonly id: string;
  readonly problem: string;
}

/** Finds the commit of each graded submission of a class in its roster. */
export async function addressClass(
  folder: string,
  roster: string,
  server: string,
): Promise<readonly (Addressed | Unaddressed)[]> {
  const file = await readClass(folder);
  if (file === undefined) throw new UsageError(`${folder} contains no class.json: expected the folder of a class`);
  const commits = new Map((await discoverRoster(roster)).map((each) => [each.id, commitOf(each, server)]));
  return Promise.all(
    file.submissions.map(async (entry): Promise<Addressed | Unaddressed> => {
      const { id } = entry;
      if (!("folder" in entry)) return { id, problem: `there is no result, the status is ${entry.status}` };
      const commit = commits.get(id);
      if (commit === undefined) return { id, problem: "the roster has no repository on this server and commit for it" };
      const result = await readResultOf(folder, entry);
      if (result === undefined) return { id, problem: "its result.json cannot be read" };
      return { id, commit, text: renderComment(result, renderFooter(entry, file.course ?? {}, result)) };
    }),
  );
}

/** One result and its commit. @throws UsageError if either is missing or malformed */
export async function addressOne(folder: string, repository: string, sha: string): Promise<Addressed> {
  const commit = parseCommit(repository, sha);
  if (commit === undefined) {
    const got = `${JSON.stringify(repository)} and ${JSON.stringify(sha)}`;
    throw new UsageError(`got ${got}, expected owner/name and all 40 digits of a commit`);
  }
  return { id: repository, commit, text: await commentOn(folder) };
}

/** The comment on one result, with what the class that it belongs to says about it. @throws UsageError without a result */
export async function commentOn(folder: string): Promise<string> {
  const result = await readResultIn(folder);
  if (result === undefined) throw new UsageError(`${folder} contains no result of this grader: grade first`);
  const path = resolve(folder);
  const file = await readClass(dirname(path));
  const entry = file?.submissions.find((each) => "folder" in each && each.folder === basename(path));
  return renderComment(result, renderFooter(entry ?? {}, (entry && file?.course) ?? {}, result));
}

/** Renders the comments that would be posted, each below its address. */
export function renderDryRun(addressed: readonly Addressed[]): string {
  return addressed
    .map(({ id, commit: { owner, repository, sha }, text }) => {
      return `${id}: ${owner}/${repository}@${sha.slice(0, 12)}\n\n${text}`;
    })
    .join("\n");
}

/** Posts comments one after the other and prints a line for each. @returns the number of commits that have their comment */
export async function postAll(addressed: readonly Addressed[], api: GithubApi): Promise<number> {
  let posted = 0;
  for (const [index, { id, commit, text }] of addressed.entries()) {
    if (api.signal.aborted) break;
    const outcome = await postComment(commit, text, api);
    if (isStopped(outcome, api)) break;
    const words = outcome.status === "failed" ? `failed: ${outcome.problem}` : outcome.status;
    console.error(`${index + 1}/${addressed.length} ${id}: ${words}`);
    if (outcome.status !== "failed") posted += 1;
  }
  return posted;
}

function commitOf({ location, origin }: Submission, server: string): Commit | undefined {
  const from = location.kind === "git" ? location : origin;
  return from === undefined ? undefined : commitAt(from.url, from.commit, server);
}
