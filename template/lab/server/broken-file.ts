import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { normalizePath, type DevEnvironment } from "vite";
import { frameOf } from "../shared/frame.ts";
import type { BrokenFile } from "../shared/source.ts";

/** Under which address the server has a file. */
export function fileUrl(path: string): string {
  return `/@fs/${path.replace(/^\//, "")}`;
}

/**
 * What is wrong with a file below src/, or with one that it imports; null when all of them can be translated. A browser
 * says of such a file only that it did not load.
 */
export async function whatIsWrong(client: DevEnvironment, source: string, file: string): Promise<BrokenFile | null> {
  const root = `${normalizePath(source)}/`;
  const path = normalizePath(join(source, file));
  return path.startsWith(root) ? firstFailure({ client, root, seen: new Set() }, fileUrl(path), path) : null;
}

interface Search {
  readonly client: DevEnvironment;
  /** src/, with the slash. */
  readonly root: string;
  readonly seen: Set<string>;
}

async function firstFailure(search: Search, url: string, path: string): Promise<BrokenFile | null> {
  if (search.seen.has(path)) return null;
  search.seen.add(path);
  try {
    await search.client.transformRequest(url);
  } catch (error) {
    return describe(error, path, search.root);
  }
  const module = await search.client.moduleGraph.getModuleByUrl(url);
  for (const { file, url: next } of module?.importedModules ?? []) {
    if (file === null || !normalizePath(file).startsWith(search.root)) continue;
    const failure = await firstFailure(search, next, normalizePath(file));
    if (failure !== null) return failure;
  }
  return null;
}

/** What errors of the compiler, which come in a list, and of the server say of their place; columns count from 0. */
interface Located {
  readonly message?: string;
  readonly loc?: { readonly line: number; readonly column: number };
  readonly errors?: readonly Located[];
}

async function describe(error: unknown, path: string, root: string): Promise<BrokenFile> {
  const { errors } = error as Located;
  const { message = String(error), loc } = errors?.[0] ?? (error as Located);
  const text = await readFile(path, "utf8").catch(() => null);
  return {
    file: path.slice(root.length),
    message: inPlainWords(message),
    line: loc?.line ?? null,
    column: loc?.column ?? null,
    frame: loc === undefined || text === null ? null : frameOf(text, loc.line, loc.column),
  };
}

/** The first line, without colours, codes and paths of this machine: the lines around it are shown anyway. */
function inPlainWords(message: string): string {
  const [first = ""] = stripVTControlCharacters(message).split("\n");
  return first.replace(/^\[[A-Z_]+\] /, "").replace(/ from "[^"]*"/, "");
}
