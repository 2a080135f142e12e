import { lstat, readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import type { Files } from "./contents.ts";

/** Folders of npm and git. */
const FOLDERS_OF_TOOLS = /^(?:node_modules|\.git)$/;
/** The same, and the leftovers of tests, trainings, type checks and macOS. */
export const LEFT_BY_TOOLS = /^(?:node_modules|\.git|coverage|results|\.vite|\.DS_Store)$|\.tsbuildinfo$/;

/** Reads every file below a folder, without skipped names. A link is not followed: its target is read as its text. */
export async function readFiles(folder: string, skipped: RegExp = FOLDERS_OF_TOOLS): Promise<Files> {
  const paths = await listFiles({ folder, skipped }, "");
  return new Map(await Promise.all(paths.map(async (path) => [path, await readBytes(join(folder, path))] as const)));
}

interface Reading {
  readonly folder: string;
  readonly skipped: RegExp;
}

async function listFiles(reading: Reading, below: string): Promise<readonly string[]> {
  const { folder, skipped } = reading;
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  const kept = entries.filter(({ name }) => !skipped.test(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
  const lists = kept.map(async (entry) => {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    return entry.isDirectory() ? listFiles(reading, path) : [path];
  });
  return (await Promise.all(lists)).flat();
}

async function readBytes(path: string): Promise<Uint8Array> {
  const found = await lstat(path);
  if (found.isSymbolicLink()) return Buffer.from(await readlink(path));
  return found.isFile() ? readFile(path) : Buffer.alloc(0);
}
