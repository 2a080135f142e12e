import { setTimeout as sleep } from "node:timers/promises";
import ky, { HTTPError, type KyInstance } from "ky";
import { z } from "zod";
import type { Commit } from "./comment.ts";
import { messageOf } from "../../shared/errors.ts";

/** Access to GitHub's API. */
export interface CommentApi {
  /** Such as https://api.github.com */
  readonly url: string;
  readonly token: string;
  readonly signal: AbortSignal;
  /** Pause between two comments; GitHub recommends a second. */
  readonly pauseMs: number;
}

/** The outcome of posting a comment. */
export type Posted =
  { readonly status: "posted" | "there already" } | { readonly status: "failed"; readonly problem: string };

const COMMENTS = z.array(z.object({ body: z.string() }));
const PAGE = 100;
/** Pages of comments to search. On a commit with more comments, ours may be posted twice. */
const MAX_PAGES = 10;

/** Posts a comment on a commit, unless the same comment exists. */
export async function postComment(commit: Commit, body: string, api: CommentApi): Promise<Posted> {
  const { owner, repository, sha } = commit;
  const path = `repos/${owner}/${repository}/commits/${sha}/comments`;
  try {
    const client = clientOf(api);
    if (await exists(client, path, body)) return { status: "there already" };
    await client.post(path, { json: { body } });
    await sleep(api.pauseMs, undefined, { signal: api.signal });
    return { status: "posted" };
  } catch (error) {
    return { status: "failed", problem: explain(error) };
  }
}

function clientOf({ url, token, signal }: CommentApi): KyInstance {
  return ky.create({
    prefixUrl: url,
    signal,
    timeout: 30_000,
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${token}`,
      "x-github-api-version": "2022-11-28",
    },
    // Retries only after a 429, because a request whose answer was lost may have created the comment.
    retry: { limit: 3, methods: ["get", "post"], statusCodes: [429], afterStatusCodes: [429], maxRetryAfter: 120_000 },
  });
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

function explain(error: unknown): string {
  if (!(error instanceof HTTPError)) return messageOf(error);
  const { status } = error.response;
  const why: Readonly<Record<number, string>> = {
    401: "the token is not valid",
    403: "the token may not comment there, or GitHub limits the rate of requests",
    404: "there is no such repository or commit, or the token has no access to it",
    422: "there is no such commit",
  };
  return `GitHub answered ${status}${why[status] === undefined ? "" : `: ${why[status]}`}`;
}
