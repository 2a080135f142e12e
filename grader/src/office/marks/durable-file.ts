import { open, readdir, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { codeOf } from "../../shared/write-error.ts";

/** What tells a file from one that somebody wrote later; undefined if there is none. */
export async function versionOf(file: string): Promise<string | undefined> {
  try {
    const { ino, size, mtimeNs } = await stat(file, { bigint: true });
    return `${ino}:${size}:${mtimeNs}`;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

const DRAFT = /^\.(.+)\.(\d+)\.draft$/;

/**
 * Writes a file anew beside the old one and renames it, when its bytes are on the disk: neither a killed process nor a power
 * cut leaves half a file. Returns its version. Not by write-file-atomic, which does not say which file it wrote: somebody may edit it right after.
 */
export async function writeDurably(file: string, text: string): Promise<string> {
  const target = await realpath(file).catch(() => file);
  const draft = join(dirname(target), `.${basename(target)}.${process.pid}.draft`);
  try {
    const { mode } = await stat(target).catch(() => ({ mode: 0o666 }));
    const handle = await open(draft, "w", mode);
    try {
      await handle.writeFile(text);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    const { ino, size, mtimeNs } = await stat(draft, { bigint: true });
    await rename(draft, target);
    return `${ino}:${size}:${mtimeNs}`;
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Removes the drafts of desks that were killed while they wrote. */
export async function removeDrafts(file: string): Promise<void> {
  const names = await readdir(dirname(file)).catch(() => []);
  const drafts = names.filter((name) => {
    const [, of, process] = DRAFT.exec(name) ?? [];
    return of === basename(file) && !isAlive(Number(process));
  });
  await Promise.all(drafts.map((name) => rm(join(dirname(file), name), { force: true }).catch(() => undefined)));
}

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full: make room on it",
  EDQUOT: "the disk quota is used up",
  EROFS: "the file system is read-only",
  EACCES: "you may not write there",
  EPERM: "you may not write there",
  ENOENT: "its folder is gone",
};

/** A sentence for the marker: why nothing could be written. */
export function whyNotWritten(file: string, error: unknown): string {
  const code = codeOf(error);
  const reason = REASONS[code] ?? "writing failed";
  return `not saved: ${reason} (${file}, ${code}). What was saved before is safe, and the page keeps this change: it is saved when you repair this and try again`;
}
