import { lstat, readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import type { Files } from "./contents.ts";

/** What npm, vitest, git and a Mac make of themselves. */
const MADE = /^(?:node_modules|\.git|coverage|\.vite|\.DS_Store)$|\.tsbuildinfo$/;

/** Reads every file below a folder, but for what tools make. A link reads as what it points to, and is not followed. */
export async function readFiles(folder: string): Promise<Files> {
  const paths = await listFiles(folder, "");
  return new Map(await Promise.all(paths.map(async (path) => [path, await readBytes(join(folder, path))] as const)));
}

async function listFiles(folder: string, below: string): Promise<readonly string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  const kept = entries.filter(({ name }) => !MADE.test(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
  const lists = kept.map(async (entry) => {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    return entry.isDirectory() ? listFiles(folder, path) : [path];
  });
  return (await Promise.all(lists)).flat();
}

async function readBytes(path: string): Promise<Uint8Array> {
  const found = await lstat(path);
  if (found.isSymbolicLink()) return Buffer.from(await readlink(path));
  return found.isFile() ? readFile(path) : Buffer.alloc(0);
}
