import { renderFittingMarkdown } from "../../pipeline/report/github.ts";
import type { Result } from "../../pipeline/score/result.ts";

/** A commit on GitHub. */
export interface Commit {
  readonly owner: string;
  readonly repository: string;
  /** The full hash. */
  readonly sha: string;
}

/** GitHub's limit is 65536 characters. We count bytes, which are never fewer. */
const MAX_COMMENT_BYTES = 65_000;
const OWNER = /^[A-Za-z\d](?:[A-Za-z\d-]{0,38})$/;
const REPOSITORY = /^(?!\.{1,2}$)[\w.-]{1,100}$/;

/** Renders a comment: the report, or only the score by exercise if the report is too long, and a footer. */
export function renderComment(result: Result, footer = ""): string {
  const below = footer === "" ? "" : `\n---\n\n${footer}\n`;
  return `${renderFittingMarkdown(result, MAX_COMMENT_BYTES - Buffer.byteLength(below))}${below}`;
}

/** Parses "owner/name" and a full commit hash; undefined if either is malformed. */
export function parseCommit(repository: string, sha: string): Commit | undefined {
  const [owner = "", name = "", ...rest] = repository.split("/");
  if (rest.length > 0 || !OWNER.test(owner) || !REPOSITORY.test(name) || !/^[\da-f]{40}$/.test(sha)) return undefined;
  return { owner, repository: name, sha };
}

/** The commit in a git repository's URL; undefined if the URL is on another server. */
export function commitAt(url: string, sha: string, server: string): Commit | undefined {
  if (!URL.canParse(url) || new URL(url).origin !== new URL(server).origin) return undefined;
  return parseCommit(new URL(url).pathname.replace(/^\/|\/$/g, "").replace(/\.git$/, ""), sha);
}
