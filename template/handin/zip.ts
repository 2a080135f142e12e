import { zipSync, type Zippable } from "fflate";
import type { PackedFile } from "./collect.ts";

/** Constant, so that the same files give the same bytes. */
const DATE = new Date(2000, 0, 1);
/** A picture is compressed already, and must not look like an archive bomb. */
const LEVELS = { text: 9, picture: 0 } as const;

/** Packs files, sorted by path. */
export function pack(files: readonly PackedFile[]): Uint8Array {
  const entries = files.map(({ path, bytes, kind }) => [path, [bytes, { level: LEVELS[kind] }]] as const);
  return zipSync(Object.fromEntries(entries) as Zippable, { mtime: DATE });
}
