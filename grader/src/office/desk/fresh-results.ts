import { stat } from "node:fs/promises";
import { join } from "node:path";
import { findResults } from "../class/results.ts";
import { reread, type Member } from "./members.ts";

/** Keeps the members of an open desk as their results are on disk. */
export interface FreshResults {
  /** Reads the results that changed since, of all members or some. @returns those that are for another submission now */
  readonly refresh: (keys?: readonly string[]) => Promise<readonly Member[]>;
  readonly isGone: (member: Member) => Promise<boolean>;
  /** Tests if a member changed since this was asked last. */
  readonly hasNews: () => boolean;
}

/** Watches results by their files' times. `members` are replaced; `onChange` is called if some are for another submission. */
export async function watchResults(members: Map<string, Member>, onChange: () => void): Promise<FreshResults> {
  const versions = new Map<string, string>();
  let hasNews = false;
  const isChanged = async ({ key, directory }: Member): Promise<boolean> => {
    const version = await versionOf(directory);
    const before = versions.get(key);
    // What is gone may come back: grading again replaces a folder.
    if (version === undefined || version === before) return false;
    versions.set(key, version);
    return before !== undefined;
  };
  const refresh: FreshResults["refresh"] = async (keys = [...members.keys()]) => {
    const asked = keys.flatMap((key) => members.get(key) ?? []);
    const checked = await Promise.all(asked.map(async (member) => ((await isChanged(member)) ? [member] : [])));
    const renewed = await Promise.all(checked.flat().map(async (member) => renew(member, members)));
    const changed = renewed.flat();
    if (changed.length === 0) return changed;
    onChange();
    hasNews = true;
    return changed;
  };
  await refresh();
  return {
    refresh,
    isGone: async ({ directory }) => (await versionOf(directory)) === undefined,
    hasNews: () => {
      const had = hasNews;
      hasNews = false;
      return had;
    },
  };
}

/** Replaces a member. @returns it if it is for another submission now */
async function renew(before: Member, members: Map<string, Member>): Promise<readonly Member[]> {
  // A result that is being written is read when it is complete.
  const found = await findResults(before.directory).catch(() => undefined);
  const [result] = found?.results ?? [];
  if (result === undefined) return [];
  const member = reread(before, result);
  if (member.sha256 === before.sha256) return [];
  members.set(member.key, member);
  return [member];
}

async function versionOf(directory: string): Promise<string | undefined> {
  const found = await stat(join(directory, "result.json"), { bigint: true }).catch(() => undefined);
  return found === undefined ? undefined : `${found.ino}:${found.size}:${found.mtimeNs}`;
}
