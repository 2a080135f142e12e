import type { Limit } from "../course/before.ts";
import type { Git } from "./limited-git.ts";

/** A commit to take, and what somebody should know about the choice; or why there is none. */
export type Resolved = { readonly commit: string; readonly notes: readonly string[] } | { readonly problem: string };

/** The commit that is wanted: a hash of any length, a branch or a tag; empty for the default branch. */
export interface Wanted {
  readonly ref: string;
  /** The last commit until then. */
  readonly before?: Limit;
}

const FULL_HASH = /^([0-9a-f]{40}|[0-9a-f]{64})$/;

/** Tests if a text names one commit that never moves. */
export function isFullHash(ref: string): boolean {
  return FULL_HASH.test(ref);
}

/** Tests if a text may name a branch, a tag or a short hash; the empty one is the default branch. */
export function isRef(ref: string): boolean {
  return /^(?!-)[^\s~^:?*[\\\p{C}]*$/u.test(ref);
}

/** Resolves a commit in a bare clone. Rejects if git is cut short. */
export async function resolveCommit(git: Git, repository: string, { ref, before }: Wanted): Promise<Resolved> {
  const tip = await tipOf(git, repository, ref);
  if (tip === undefined)
    return { problem: `there is no commit${isFullHash(ref) ? "" : ", branch or tag"} ${ref}`.trim() };
  return before === undefined ? { commit: tip, notes: [] } : lastBefore(git, repository, tip, before);
}

async function tipOf(git: Git, repository: string, ref: string): Promise<string | undefined> {
  const names = ref === "" ? ["HEAD"] : [`refs/heads/${ref}`, `refs/tags/${ref}`];
  const candidates = /^[0-9a-f]{4,64}$/.test(ref) ? (isFullHash(ref) ? [ref] : [...names, ref]) : names;
  for (const name of candidates) {
    const found = await git("-C", repository, "rev-parse", "--verify", "--quiet", `${name}^{commit}`).then(
      ({ stdout }) => stdout.trim(),
      (error: unknown) => {
        // Exit code 1 or 128: there is no such commit, or several begin so.
        if (hasExitCode(error)) return undefined;
        throw error;
      },
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

function hasExitCode(error: unknown): boolean {
  return typeof error === "object" && error !== null && "exitCode" in error && typeof error.exitCode === "number";
}

interface LogEntry {
  readonly hash: string;
  readonly committedMs: number;
  readonly writtenMs: number;
}

/**
 * The newest commit of the branch itself, by the date of committing. The first parents are what stood on the branch: work
 * that was merged later is not in it, whatever its own date.
 */
async function lastBefore(git: Git, repository: string, tip: string, { epochMs, words }: Limit): Promise<Resolved> {
  const { stdout } = await git("-C", repository, "log", "--first-parent", "--format=%H %ct %at", tip);
  const entries = stdout.split("\n").map(parseEntry);
  const index = entries.findIndex(({ committedMs }) => committedMs <= epochMs);
  const found = entries[index];
  if (found === undefined) {
    const first = entries.at(-1)?.committedMs ?? epochMs;
    return {
      problem: `there is no commit until ${words}; the first is of ${isoOf(first)}${rebasedWords(entries, epochMs)}`,
    };
  }
  const later = entries.slice(0, index);
  const wrong = entries.slice(index).some(({ committedMs }) => committedMs > epochMs);
  return {
    commit: found.hash,
    notes: [
      ...(later.length === 0 ? [] : [`${later.length} later left out${rebasedWords(later, epochMs)}`]),
      ...(wrong ? ["an earlier commit has a later date: ask what happened"] : []),
    ],
  };
}

function parseEntry(line: string): LogEntry {
  const [hash = "", committed = "", written = ""] = line.split(" ");
  return { hash, committedMs: Number(committed) * 1000, writtenMs: Number(written) * 1000 };
}

function rebasedWords(later: readonly LogEntry[], epochMs: number): string {
  const rebased = later.filter(({ writtenMs }) => writtenMs <= epochMs).length;
  return rebased === 0 ? "" : ` (${rebased} written in time, but committed again afterwards, as a rebase does)`;
}

function isoOf(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(".000Z", "Z");
}
