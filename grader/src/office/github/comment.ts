import { renderFittingMarkdown } from "../../pipeline/report/github.ts";
import type { Result } from "../../pipeline/score/result.ts";

/** A commit on GitHub. */
export interface Commit {
  readonly owner: string;
  readonly repository: string;
  /** All digits. */
  readonly sha: string;
}

/** GitHub takes 65536 characters; in bytes, which are never fewer. */
const MAX_COMMENT_BYTES = 65_000;
const OWNER = /^[A-Za-z\d](?:[A-Za-z\d-]{0,38})$/;
const REPOSITORY = /^(?!\.{1,2}$)[\w.-]{1,100}$/;

/** The report as a comment: whole where it fits, else the score by exercise. */
export function renderComment(result: Result): string {
  return renderFittingMarkdown(result, MAX_COMMENT_BYTES);
}

/** "owner/name" and a commit; undefined for what is none. */
export function parseCommit(repository: string, sha: string): Commit | undefined {
  const [owner = "", name = "", ...rest] = repository.split("/");
  if (rest.length > 0 || !OWNER.test(owner) || !REPOSITORY.test(name) || !/^[\da-f]{40}$/.test(sha)) return undefined;
  return { owner, repository: name, sha };
}

/** The commit at an address for git; undefined for one on another server than the one given. */
export function commitAt(url: string, sha: string, server: string): Commit | undefined {
  if (!URL.canParse(url) || new URL(url).origin !== new URL(server).origin) return undefined;
  return parseCommit(new URL(url).pathname.replace(/^\/|\/$/g, "").replace(/\.git$/, ""), sha);
}
