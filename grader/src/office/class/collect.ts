import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { stringify } from "csv-stringify/sync";
import writeFileAtomic from "write-file-atomic";
import { exists } from "../../shared/exists.ts";
import type { HandedIn } from "./discover/handed-in.ts";
import { fetchCommit, type Token } from "./fetch-commit.ts";

/** What became of one student's commit. */
export type Collected =
  | { readonly id: string; readonly status: "here"; readonly path: string }
  | { readonly id: string; readonly status: "unreadable" | "fault"; readonly problem: string };

export interface CollectOptions {
  /** Reads private repositories of one server; none for public ones. */
  readonly token?: Token;
  readonly signal: AbortSignal;
  /** Told after each. */
  readonly onCollected?: (collected: Collected) => void;
}

/**
 * Fetches the commits of a roster into a folder, as archives, and writes a roster of paths beside them: from then on nobody
 * needs a network or a token. What git cannot give is left out of the roster's paths, and told.
 */
export async function collect(
  roster: readonly HandedIn[],
  out: string,
  { token, signal, onCollected }: CollectOptions,
): Promise<readonly Collected[]> {
  await mkdir(out, { recursive: true });
  const collected: Collected[] = [];
  for (const entry of roster) {
    const one = await bring(entry, out, { token, signal });
    if (signal.aborted) break;
    collected.push(one);
    onCollected?.(one);
  }
  if (!signal.aborted) await writeFileAtomic(join(out, "roster.csv"), renderRoster(roster, collected, out));
  return collected;
}

async function bring(
  { id, where }: HandedIn,
  out: string,
  { token, signal }: { readonly token: Token | undefined; readonly signal: AbortSignal },
): Promise<Collected> {
  if (where.kind === "nothing") return { id, status: "unreadable", problem: where.problem };
  if (where.kind === "path") return { id, status: "here", path: where.path };
  if (where.kind === "files") throw new RangeError("a roster has no loose files");
  // A commit is its content: one that is here need not be fetched again, whosever it is.
  const target = join(out, `${where.commit}.tar`);
  if (await exists(target)) return { id, status: "here", path: target };
  const scratch = await mkdtemp(`${target}-`);
  try {
    let fetched = await fetchCommit(where, scratch, signal, token);
    // A network that failed may be there again.
    if (fetched.status === "fault" && !signal.aborted) {
      await rm(join(scratch, "repository"), { recursive: true, force: true });
      fetched = await fetchCommit(where, scratch, signal, token);
    }
    if (fetched.status !== "here") return { id, ...fetched };
    await rename(fetched.path, target);
    return { id, status: "here", path: target };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Paths count from the roster's folder. */
function renderRoster(roster: readonly HandedIn[], collected: readonly Collected[], out: string): string {
  const rows = roster.map(({ id, name }, index) => {
    const one = collected[index];
    return [id, name, one?.status === "here" ? relative(resolve(out), resolve(one.path)) : ""];
  });
  return stringify([["id", "name", "path"], ...rows]);
}
