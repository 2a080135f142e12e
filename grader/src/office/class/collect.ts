import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { stringify } from "csv-stringify/sync";
import writeFileAtomic from "write-file-atomic";
import { exists } from "../../shared/exists.ts";
import type { Limit } from "../course/before.ts";
import type { Commit, Submission } from "./discover/submission.ts";
import { committedAt, fetchCommit, type Token } from "./fetch-commit.ts";
import type { FetchOutcome } from "./fetch-outcome.ts";
import { isFullHash } from "./resolve-commit.ts";

/** The outcome for one student. */
export type Collected =
  | {
      readonly id: string;
      readonly status: "fetched";
      readonly path: string;
      /** In UTC. */
      readonly submittedAt?: string;
      /** The commit that was taken. */
      readonly origin?: Commit;
      /** About the choice of the commit. */
      readonly notes: readonly string[];
    }
  | { readonly id: string; readonly status: "unreadable" | "fault"; readonly problem: string };

export interface CollectOptions {
  /** Needed only for private repositories. */
  readonly token?: Token;
  /** Takes the last commit of a branch until then. */
  readonly before?: (submission: Submission) => Limit | undefined;
  readonly signal: AbortSignal;
  readonly onCollected?: (collected: Collected) => void;
}

/**
 * Fetches the commits of a roster as archives, and writes a roster with the paths of the archives next to them, so that
 * grading needs neither a network nor a token. The path of a commit that cannot be fetched is empty.
 */
export async function collect(
  roster: readonly Submission[],
  out: string,
  options: CollectOptions,
): Promise<readonly Collected[]> {
  const { signal, onCollected } = options;
  await mkdir(out, { recursive: true });
  const collected: Collected[] = [];
  for (const submission of roster) {
    const one = await collectOne(submission, out, options);
    if (signal.aborted) break;
    collected.push(one);
    onCollected?.(one);
  }
  if (!signal.aborted) await writeFileAtomic(join(out, "roster.csv"), renderRoster(roster, collected, out));
  return collected;
}

async function collectOne(submission: Submission, out: string, options: CollectOptions): Promise<Collected> {
  const { id, location, submittedAt } = submission;
  if (location.kind === "nothing") return { id, status: "unreadable", problem: location.problem };
  if (location.kind === "files") throw new RangeError("a roster has no loose files");
  if (location.kind === "path") {
    const { path } = location;
    return { id, status: "fetched", path, notes: [], ...(submittedAt === undefined ? {} : { submittedAt }) };
  }
  const { url, commit: ref } = location;
  const before = options.before?.(submission);
  // A commit's hash identifies its content, so an existing archive is up to date.
  const existing = archiveOf(ref, out);
  if (before === undefined && isFullHash(ref) && (await exists(existing))) {
    return taken({ id, path: existing, url, commit: ref, notes: [], submittedAt: await committedAt(existing) });
  }
  const scratch = await mkdtemp(join(out, ".collect-"));
  try {
    const wanted = { url, ref, ...(before === undefined ? {} : { before }) };
    const fetched = await fetchTwice(wanted, scratch, options);
    if (fetched.status !== "fetched") return { id, ...fetched };
    const { hash = ref, submittedAt = "" } = fetched.commit ?? {};
    await rename(fetched.path, archiveOf(hash, out));
    return taken({ id, path: archiveOf(hash, out), url, commit: hash, notes: fetched.notes, submittedAt });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function archiveOf(commit: string, out: string): string {
  return join(out, `${commit}.tar`);
}

type Taken = Commit &
  Pick<Extract<Collected, { status: "fetched" }>, "id" | "path" | "notes"> & { submittedAt: string };

function taken({ url, commit, ...rest }: Taken): Collected {
  return { status: "fetched", ...rest, origin: { url, commit } };
}

async function fetchTwice(
  wanted: Parameters<typeof fetchCommit>[0],
  scratch: string,
  { token, signal }: CollectOptions,
): Promise<FetchOutcome> {
  const fetched = await fetchCommit(wanted, scratch, signal, token);
  if (fetched.status !== "fault" || signal.aborted) return fetched;
  // Retried once, because a network failure may be over.
  await rm(join(scratch, "repository"), { recursive: true, force: true });
  return fetchCommit(wanted, scratch, signal, token);
}

/** Paths are relative to the roster's folder. */
function renderRoster(roster: readonly Submission[], collected: readonly Collected[], out: string): string {
  const rows = roster.map(({ id, name }, index) => {
    const one = collected[index];
    if (one?.status !== "fetched") return [id, name, "", "", "", "", one?.problem];
    const { path, submittedAt = "", origin } = one;
    return [id, name, relative(resolve(out), resolve(path)), origin?.url, origin?.commit, submittedAt];
  });
  const header = ["id", "name", "path", "git", "commit", "submitted", "problem"];
  return stringify([header, ...rows.map((row) => header.map((_, column) => row[column] ?? ""))]);
}
