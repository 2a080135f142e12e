import { READ_AS_WARNING } from "@robustness-lab/fixtures/hand-in";
import { pathInWords } from "../../shared/quote.ts";
import { STAGING_LIMITS } from "./staging-limits.ts";

/** Why something was left out. */
export type NoteKind =
  | "symlink"
  | "special-file"
  | "unsafe-path"
  | "collision"
  | "limit"
  | "unreadable"
  | "wrong-kind"
  | "other-attempt"
  | "picture"
  | "beside"
  | "read-as"
  | "written"
  | "more";

/** A note about something that was left out, or read as something else. The path is raw. */
export interface Note {
  readonly kind: NoteKind;
  readonly path: string;
  readonly message: string;
}

/** A note about one path, which is cut if it is long. */
export function note(kind: NoteKind, path: string, why: string): Note {
  const shown = path.length > STAGING_LIMITS.maxPathLength ? `${path.slice(0, STAGING_LIMITS.maxPathLength)}…` : path;
  return { kind, path: shown, message: `${pathInWords(shown)} was left out: ${why}` };
}

/** A note about a file or folder that was read under the name that it should have. */
export function readAs(path: string, what: string): Note {
  return { kind: "read-as", path, message: `${READ_AS_WARNING}${pathInWords(path)} ${what}` };
}

/** Sorts notes, so that their order does not depend on the archive, and keeps the first maxNotes. */
export function tidyNotes(notes: readonly Note[]): readonly Note[] {
  const sorted = [...notes].sort((a, b) => compare(a.path, b.path) || compare(a.kind, b.kind));
  const kept = sorted.slice(0, STAGING_LIMITS.maxNotes);
  const dropped = sorted.length - kept.length;
  return dropped === 0 ? kept : [...kept, { kind: "more", path: "", message: `${dropped} more were left out.` }];
}

/** Compares by UTF-16 code unit, which is the same on every machine, unlike localeCompare. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
