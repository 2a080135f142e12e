import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { stringify } from "csv-stringify/sync";
import writeFileAtomic from "write-file-atomic";
import { exists } from "../../shared/exists.ts";
import type { Submission } from "./discover/submission.ts";
import { fetchCommit, type Token } from "./fetch-commit.ts";

/** The outcome for one student. */
export type Collected =
  | { readonly id: string; readonly status: "fetched"; readonly path: string }
  | { readonly id: string; readonly status: "unreadable" | "fault"; readonly problem: string };

export interface CollectOptions {
  /** Needed only for private repositories. */
  readonly token?: Token;
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
  { token, signal, onCollected }: CollectOptions,
): Promise<readonly Collected[]> {
  await mkdir(out, { recursive: true });
  const collected: Collected[] = [];
  for (const submission of roster) {
    const one = await collectOne(submission, out, { token, signal });
    if (signal.aborted) break;
    collected.push(one);
    onCollected?.(one);
  }
  if (!signal.aborted) await writeFileAtomic(join(out, "roster.csv"), renderRoster(roster, collected, out));
  return collected;
}

async function collectOne(
  { id, location }: Submission,
  out: string,
  { token, signal }: { readonly token: Token | undefined; readonly signal: AbortSignal },
): Promise<Collected> {
  if (location.kind === "nothing") return { id, status: "unreadable", problem: location.problem };
  if (location.kind === "path") return { id, status: "fetched", path: location.path };
  if (location.kind === "files") throw new RangeError("a roster has no loose files");
  // A commit's hash identifies its content, so an existing archive is up to date.
  const target = join(out, `${location.commit}.tar`);
  if (await exists(target)) return { id, status: "fetched", path: target };
  const scratch = await mkdtemp(`${target}-`);
  try {
    let fetched = await fetchCommit(location, scratch, signal, token);
    // Retried once, because a network failure may be over.
    if (fetched.status === "fault" && !signal.aborted) {
      await rm(join(scratch, "repository"), { recursive: true, force: true });
      fetched = await fetchCommit(location, scratch, signal, token);
    }
    if (fetched.status !== "fetched") return { id, ...fetched };
    await rename(fetched.path, target);
    return { id, status: "fetched", path: target };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Paths are relative to the roster's folder. */
function renderRoster(roster: readonly Submission[], collected: readonly Collected[], out: string): string {
  const rows = roster.map(({ id, name }, index) => {
    const one = collected[index];
    return [id, name, one?.status === "fetched" ? relative(resolve(out), resolve(one.path)) : ""];
  });
  return stringify([["id", "name", "path"], ...rows]);
}
