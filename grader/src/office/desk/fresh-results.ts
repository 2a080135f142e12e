import { join } from "node:path";
import { findResults } from "../class/results.ts";
import { versionOf } from "../marks/durable-file.ts";
import { reread, type Member } from "./members.ts";

/** Keeps the members of an open desk as their results are on disk. */
export interface FreshResults {
  /** Reads the results that changed since, of all members or some. */
  readonly refresh: (keys?: readonly string[]) => Promise<void>;
  readonly isGone: (member: Member) => Promise<boolean>;
  /** Tests if a member changed since this was asked last. */
  readonly hasNews: () => boolean;
}

/** Watches results by their files' times. `members` are replaced; `onChange` is called if some are for another submission. */
export async function watchResults(members: Map<string, Member>, onChange: () => void): Promise<FreshResults> {
  const versions = new Map<string, string>();
  const running = new Map<string, Promise<boolean>>();
  let hasNews = false;
  const renewed = async (member: Member): Promise<boolean> => {
    const version = await resultVersion(member);
    const before = versions.get(member.key);
    // What is gone may come back: grading again replaces a folder.
    if (version === undefined || version === before) return false;
    versions.set(member.key, version);
    return before !== undefined && (await renew(member, members));
  };
  /** Who asks while a result is read waits for it. */
  const renewedOnce = (member: Member): Promise<boolean> => {
    const found = running.get(member.key) ?? renewed(member).finally(() => running.delete(member.key));
    running.set(member.key, found);
    return found;
  };
  const refresh: FreshResults["refresh"] = async (keys = [...members.keys()]) => {
    const asked = keys.flatMap((key) => members.get(key) ?? []);
    if (!(await Promise.all(asked.map(renewedOnce))).includes(true)) return;
    onChange();
    hasNews = true;
  };
  await refresh();
  return {
    refresh,
    isGone: async (member) => (await resultVersion(member)) === undefined,
    hasNews: () => {
      const had = hasNews;
      hasNews = false;
      return had;
    },
  };
}

/** Replaces a member. @returns true if it is for another submission now */
async function renew(before: Member, members: Map<string, Member>): Promise<boolean> {
  // A result that is being written is read when it is complete.
  const found = await findResults(before.directory).catch(() => undefined);
  const [result] = found?.results ?? [];
  if (result === undefined) return false;
  const member = reread(before, result);
  if (member.sha256 === before.sha256) return false;
  members.set(member.key, member);
  return true;
}

function resultVersion({ directory }: Member): Promise<string | undefined> {
  return versionOf(join(directory, "result.json")).catch(() => undefined);
}
