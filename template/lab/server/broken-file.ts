import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { normalizePath, type DevEnvironment } from "vite";
import { frameOf } from "../shared/frame.ts";
import type { BrokenFile } from "../shared/source.ts";

/** The URL path under which Vite serves a file. */
export function fileUrl(path: string): string {
  return `/@fs/${path.replace(/^\//, "")}`;
}

/**
 * The first compile error in a file below src/ or in the files that it imports; null if all of them compile. The browser
 * only reports that such a file did not load.
 */
export async function findBrokenFile(client: DevEnvironment, source: string, file: string): Promise<BrokenFile | null> {
  const root = `${normalizePath(source)}/`;
  const path = normalizePath(join(source, file));
  return path.startsWith(root) ? firstFailure({ client, root, seen: new Set() }, fileUrl(path), path) : null;
}

interface Search {
  readonly client: DevEnvironment;
  /** The path of src/, with a trailing slash. */
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

/** The position in errors of the compiler (a list) and of the server (a single one). Columns count from 0. */
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
    message: summaryOf(message),
    line: loc?.line ?? null,
    column: loc?.column ?? null,
    frame: loc === undefined || text === null ? null : frameOf(text, loc.line, loc.column),
  };
}

/** The first line without colours, error codes and absolute paths. The source lines are shown separately. */
function summaryOf(message: string): string {
  const [first = ""] = stripVTControlCharacters(message).split("\n");
  return first.replace(/^\[[A-Z_]+\] /, "").replace(/ from "[^"]*"/, "");
}
