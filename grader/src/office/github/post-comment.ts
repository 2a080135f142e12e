import { setTimeout as sleep } from "node:timers/promises";
import type { KyInstance } from "ky";
import { z } from "zod";
import { explainGithub, githubClient, type GithubApi } from "./api.ts";
import type { Commit } from "./comment.ts";

/** The outcome of posting a comment. */
export type Posted =
  { readonly status: "posted" | "there already" } | { readonly status: "failed"; readonly problem: string };

const COMMENTS = z.array(z.object({ body: z.string() }));
const PAGE = 100;
/** Pages of comments to search. On a commit with more comments, ours may be posted twice. */
const MAX_PAGES = 10;
const WHY = {
  403: "the token may not comment there",
  404: "there is no such repository or commit, or the token has no access to it",
  422: "there is no such commit",
};

/** Posts a comment on a commit, unless the same comment exists. */
export async function postComment(commit: Commit, body: string, api: GithubApi): Promise<Posted> {
  const { owner, repository, sha } = commit;
  const path = `repos/${owner}/${repository}/commits/${sha}/comments`;
  try {
    const client = githubClient(api);
    if (await exists(client, path, body)) return { status: "there already" };
    await client.post(path, { json: { body } });
    await sleep(api.pauseMs, undefined, { signal: api.signal });
    return { status: "posted" };
  } catch (error) {
    return { status: "failed", problem: explainGithub(error, WHY) };
  }
}

async function exists(client: KyInstance, path: string, body: string): Promise<boolean> {
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const comments = COMMENTS.parse(await client.get(path, { searchParams: { per_page: PAGE, page } }).json());
    // GitHub may change line breaks and remove trailing ones.
    if (comments.some((comment) => normalised(comment.body) === normalised(body))) return true;
    if (comments.length < PAGE) return false;
  }
  return false;
}

function normalised(text: string): string {
  return text.replaceAll("\r\n", "\n").trim();
}
