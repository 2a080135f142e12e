import { originalPositionFor, sourceContentFor, TraceMap } from "@jridgewell/trace-mapping";
import { SOURCE_PATH } from "../shared/source.ts";

/** Lines count from 1, columns from 0. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A place in the student's source. */
export interface Located {
  /** With src/. */
  readonly file: string;
  /** Null if only the line in the compiled file is known. */
  readonly position: Position | null;
  readonly text: string | null;
}

/** Finds a place of a compiled file in the student's source. @returns null for a file that is not the student's */
export async function locate(url: string, position: Position): Promise<Located | null> {
  const { pathname } = new URL(url);
  if (!pathname.startsWith(SOURCE_PATH)) return null;
  const file = `src/${decodeURI(pathname.slice(SOURCE_PATH.length))}`;
  const map = await mapOf(url);
  const original = map && originalPositionFor(map, position);
  if (!original || original.line === null) return { file, position: null, text: null };
  const text = original.source === null ? null : sourceContentFor(map, original.source);
  return { file, position: { line: original.line, column: original.column }, text };
}

/** The source map that the server appends to a compiled file. */
async function mapOf(url: string): Promise<TraceMap | null> {
  const text = await (await fetch(url)).text();
  const encoded = /\/\/# sourceMappingURL=data:application\/json;base64,([A-Za-z0-9+/=]+)\s*$/.exec(text)?.[1];
  if (encoded === undefined) return null;
  const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
  return new TraceMap(new TextDecoder().decode(bytes));
}
