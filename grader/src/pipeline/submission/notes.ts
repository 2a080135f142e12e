import { STAGING_LIMITS } from "./staging-limits.ts";

/** Why something that was handed in was left out. */
export type NoteKind =
  | "symlink"
  | "special-file"
  | "unsafe-path"
  | "collision"
  | "limit"
  | "unreadable"
  | "wrong-kind"
  | "other-attempt"
  | "more";

/** One thing that was left out and why, worth telling. The path is as it was handed in, raw. */
export interface Note {
  readonly kind: NoteKind;
  readonly path: string;
  readonly message: string;
}

/** A note about one path; long paths are cut, in the middle of nowhere if need be. */
export function note(kind: NoteKind, path: string, why: string): Note {
  const shown = path.length > STAGING_LIMITS.maxPathLength ? `${path.slice(0, STAGING_LIMITS.maxPathLength)}…` : path;
  return { kind, path: shown, message: `${shown} was left out: ${why}` };
}

/** Notes in an order that does not depend on the archive, and no more of them than a person reads. */
export function tidyNotes(notes: readonly Note[]): readonly Note[] {
  const sorted = [...notes].sort((a, b) => compare(a.path, b.path) || compare(a.kind, b.kind));
  const kept = sorted.slice(0, STAGING_LIMITS.maxNotes);
  const dropped = sorted.length - kept.length;
  return dropped === 0 ? kept : [...kept, { kind: "more", path: "", message: `${dropped} more were left out.` }];
}

/** By UTF-16 code unit: the same everywhere, unlike localeCompare. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
