import { join } from "node:path";
import { readClass, readResultIn } from "../office/class/class-folder.ts";
import { discoverRoster } from "../office/class/discover/roster.ts";
import type { HandedIn } from "../office/class/discover/handed-in.ts";
import { UsageError } from "../shared/errors.ts";
import { commitAt, parseCommit, renderComment, type Commit } from "../office/github/comment.ts";
import { postComment, type CommentApi } from "../office/github/post-comment.ts";
import type { Result } from "../pipeline/score/result.ts";
import type { CommentCommand } from "./comment-options.ts";
import { EXIT } from "./run-command.ts";
import { abortOnSignals } from "./signals.ts";

/** GitHub slows down who comments more often. */
const PAUSE_MS = 1000;

interface Addressed {
  readonly id: string;
  readonly commit: Commit;
  readonly result: Result;
}

interface Unaddressed {
  readonly id: string;
  readonly problem: string;
}

/** Comments on the commits of a class or of one student. Gives the exit code. */
export async function commentCommand({ results, to, dryRun }: CommentCommand): Promise<number> {
  const found = to.kind === "roster" ? await inClass(results, to.roster) : [await ofOne(results, to)];
  const addressed = found.filter((one) => "commit" in one);
  for (const one of found) if ("problem" in one) console.error(`${one.id}: no comment: ${one.problem}`);
  if (dryRun) {
    for (const { id, commit, result } of addressed) console.log(`${id}: ${placeOf(commit)}, ${sizeOf(result)}`);
    return EXIT.done;
  }
  const token = process.env["SUBMISSIONS_TOKEN"] ?? "";
  if (token === "") {
    throw new UsageError("the variable SUBMISSIONS_TOKEN is empty: expected a token that may write comments");
  }
  const signal = abortOnSignals("stopping: type the same command to go on ...");
  const url = process.env["GITHUB_API_URL"] ?? "https://api.github.com";
  return postAll(addressed, { url, token, signal, pauseMs: PAUSE_MS });
}

async function postAll(addressed: readonly Addressed[], api: CommentApi): Promise<number> {
  let reached = 0;
  for (const [index, { id, commit, result }] of addressed.entries()) {
    if (api.signal.aborted) break;
    const posted = await postComment(commit, renderComment(result), api);
    const words = posted.status === "failed" ? `failed: ${posted.problem}` : posted.status;
    console.error(`${index + 1}/${addressed.length} ${id}: ${words}`);
    if (posted.status !== "failed") reached += 1;
  }
  console.log(`${reached} of ${addressed.length} have their report as a comment`);
  return reached === addressed.length ? EXIT.done : EXIT.fault;
}

async function inClass(folder: string, roster: string): Promise<readonly (Addressed | Unaddressed)[]> {
  const file = await readClass(folder);
  if (file === undefined) throw new UsageError(`${folder} holds no class.json: expected the folder of a class`);
  const places = new Map((await discoverRoster(roster)).map(({ id, where }) => [id, commitOf(where)]));
  return Promise.all(
    file.submissions.map(async (entry): Promise<Addressed | Unaddressed> => {
      const { id } = entry;
      if (!("folder" in entry)) return { id, problem: `there is no result, it is ${entry.status}` };
      const commit = places.get(id);
      if (commit === undefined) return { id, problem: "the roster has no repository of this server and commit for it" };
      const result = await readResultIn(join(folder, entry.folder));
      return result === undefined ? { id, problem: "its result.json cannot be read" } : { id, commit, result };
    }),
  );
}

async function ofOne(
  folder: string,
  { repository, commit: sha }: { readonly repository: string; readonly commit: string },
): Promise<Addressed> {
  const commit = parseCommit(repository, sha);
  if (commit === undefined) {
    const got = `${JSON.stringify(repository)} and ${JSON.stringify(sha)}`;
    throw new UsageError(`got ${got}, expected owner/name and all 40 digits of a commit`);
  }
  const result = await readResultIn(folder);
  if (result === undefined) throw new UsageError(`${folder} holds no result of this grader: grade first`);
  return { id: repository, commit, result };
}

function commitOf(where: HandedIn["where"]): Commit | undefined {
  const server = process.env["GITHUB_SERVER_URL"] ?? "https://github.com";
  return where.kind === "git" ? commitAt(where.url, where.commit, server) : undefined;
}

function placeOf({ owner, repository, sha }: Commit): string {
  return `${owner}/${repository}@${sha.slice(0, 12)}`;
}

function sizeOf(result: Result): string {
  return `${renderComment(result).length} characters`;
}
