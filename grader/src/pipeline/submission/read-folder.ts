import { constants, type Dirent } from "node:fs";
import { open, opendir } from "node:fs/promises";
import { join } from "node:path";
import { isIgnored } from "@robustness-lab/fixtures/hand-in";
import { type Entry, readableChunks } from "./entry.ts";
import { STAGING_LIMITS } from "./staging-limits.ts";
import { SubmissionProblem } from "./problems.ts";

/** Lists the entries of a folder. Links are not followed, and ignored folders are not entered. */
export async function* readFolder(folder: string, prefix = ""): AsyncGenerator<Entry> {
  for await (const dirent of list(folder, prefix)) {
    const path = prefix + dirent.name;
    const full = join(folder, dirent.name);
    const kind = kindOf(dirent);
    yield { path, kind, open: () => readableChunks(() => readFile(full)) };
    if (kind === "folder" && isWorthEntering(dirent.name, path)) yield* readFolder(full, `${path}/`);
  }
}

async function* list(folder: string, prefix: string): AsyncGenerator<Dirent> {
  try {
    yield* await opendir(folder);
  } catch (cause) {
    const shown = prefix === "" ? "The folder" : `The folder ${JSON.stringify(prefix)}`;
    throw new SubmissionProblem(`${shown} cannot be read; check its permissions.`, { cause });
  }
}

function kindOf(dirent: Dirent): Entry["kind"] {
  if (dirent.isSymbolicLink()) return "symlink";
  if (dirent.isDirectory()) return "folder";
  return dirent.isFile() ? "file" : "special";
}

function isWorthEntering(name: string, path: string): boolean {
  return !isIgnored(name) && path.split("/").length <= STAGING_LIMITS.maxDepth;
}

/** Checks the kind again, without following links or blocking: a listed file may have become a link or a pipe since. */
async function* readFile(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    if (!(await file.stat()).isFile()) throw new Error("no longer a regular file");
    yield* file.createReadStream({ autoClose: false });
  } finally {
    await file.close();
  }
}
