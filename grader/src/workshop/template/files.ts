import { readdir, readFile, rm } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { format, resolveConfig } from "prettier";
import { writeFiles } from "../../shared/write-files.ts";
import { codeOf } from "../../shared/write-error.ts";
import type { Format, SourceFiles } from "./generate.ts";

/** Reads every file under a folder; none if it does not exist. */
export async function readSources(folder: string): Promise<SourceFiles> {
  const paths = (await listFiles(folder)).sort();
  const texts = paths.map(async (path) => [toSourcePath(folder, path), await readFile(path, "utf8")] as const);
  return new Map(await Promise.all(texts));
}

/** Writes files to a folder and removes all others below `owned`, a path that ends with a slash. */
export async function writeSources(folder: string, files: SourceFiles, owned: string): Promise<void> {
  await writeFiles(folder, files);
  const now = [...(await readSources(join(folder, owned))).keys()].map((path) => `${owned}${path}`);
  const stale = now.filter((path) => !files.has(path));
  await Promise.all(stale.map((path) => rm(join(folder, path))));
}

/** Prettier with the configuration that applies in a folder. */
export function prettierFor(folder: string): Format {
  return (text) => formatAs(join(folder, "index.ts"), text);
}

/** Formats a text like a file at this path. */
export async function formatAs(file: string, text: string): Promise<string> {
  return format(text, { ...(await resolveConfig(file)), filepath: file });
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function toSourcePath(folder: string, path: string): string {
  return relative(folder, path).split(sep).join("/");
}
