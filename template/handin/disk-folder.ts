import type { Dirent } from "node:fs";
import { open, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { HAND_IN_LIMITS, isIgnored } from "@robustness-lab/fixtures/hand-in";
import type { Folder, Found } from "./collect.ts";
import { UsageError } from "./usage-error.ts";

/** A file below the folder, and its path on the disk, where accents may be decomposed. */
interface OnDisk extends Found {
  readonly diskPath: string;
}

const { maxDepth } = HAND_IN_LIMITS;

/** A folder on the disk. */
export function diskFolder(folder: string): Folder<OnDisk> {
  return { list: () => list(folder), readAtMost };
}

/** Lists the folder without following links, and without what is never handed in. */
async function list(folder: string, below = "", depth = 1): Promise<readonly OnDisk[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true }).catch((cause: unknown) => {
    throw unreadable(below || ".", cause);
  });
  const found = entries
    .filter(({ name }) => !isIgnored(name))
    .map(async (entry) => {
      const diskPath = below + entry.name;
      if (entry.isDirectory() && depth < maxDepth) return list(folder, `${diskPath}/`, depth + 1);
      const why = whyUnread(entry);
      const file = { path: diskPath.normalize("NFC"), diskPath: join(folder, diskPath) };
      return [why === undefined ? file : { ...file, why }];
    });
  return (await Promise.all(found)).flat();
}

function whyUnread(entry: Dirent): string | undefined {
  if (entry.isFile()) return undefined;
  if (entry.isDirectory()) return `it lies more than ${maxDepth} folders deep`;
  return entry.isSymbolicLink() ? "it is a link" : "it is not a file";
}

async function readAtMost({ path, diskPath }: OnDisk, maxBytes: number): Promise<Uint8Array | undefined> {
  try {
    const file = await open(diskPath);
    const { size } = await file.stat().finally(() => file.close());
    return size > maxBytes ? undefined : await readFile(diskPath);
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): UsageError {
  const why = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
  return new UsageError(`${path} cannot be read (${why}): check its permissions, and close programs that use it.`, {
    cause,
  });
}
