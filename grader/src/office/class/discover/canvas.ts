import type { Lms } from "../class-file.ts";
import { groupBy } from "../../../shared/group-by.ts";
import type { Found, HandedIn, Where } from "./handed-in.ts";

/**
 * What Canvas's "Download submissions" makes, as its lib/content_zipper.rb says: `<name>[_LATE]_<user>_<file>_<file name>`
 * for each file, where the name is the sortable one, in lower case, of letters, digits and "_" only. Who hands in text
 * has `<name>[_LATE]_<user>_text.html` or `_link.html`. Under anonymous grading it begins with `[LATE_]anon_<anonymous id>`.
 */
const NAMED =
  /^(?<name>[\p{L}\p{M}\p{N}_]+?)(?<late>_LATE)?_(?<user>\d+)_(?:(?<text>text|link)\.html|\d+_(?<file>.+))$/su;
const ANONYMOUS = /^(?<late>LATE_)?anon_(?<anonymous>[A-Za-z0-9]+)_(?:(?<text>text|link)\.html|\d+_(?<file>.+))$/su;

/** Whether a name in a class's folder is one that Canvas gives. */
export function isCanvasName(name: string): boolean {
  return ANONYMOUS.test(name) || NAMED.test(name);
}

/** The submissions of a Canvas download, one for each user. */
export function readCanvasNames(found: readonly Found[]): readonly HandedIn[] {
  const users = groupBy(found.map(parse), ({ id }) => id);
  return [...users].map(([id, parts]) => {
    const { name = id, user = id } = parts[0] ?? {};
    const late = parts.some((part) => part.late);
    return { id, name, lms: toLms(user, late, id.startsWith(ANON)), where: whereOf(parts) };
  });
}

interface Part {
  readonly id: string;
  readonly user: string;
  readonly name: string;
  readonly late: boolean;
  /** Absent for text typed into a page. */
  readonly file?: string;
  readonly found: Found;
}

const ANON = "anon_";

function parse(found: Found): Part {
  const { name, late, user, anonymous, file } = (ANONYMOUS.exec(found.name) ?? NAMED.exec(found.name))?.groups ?? {};
  const id = anonymous === undefined ? (user ?? found.name) : `${ANON}${anonymous}`;
  const rest = { late: late !== undefined, ...(file === undefined ? {} : { file }), found };
  return { id, user: anonymous ?? id, name: name ?? id, ...rest };
}

function toLms(user: string, late: boolean, isAnonymous: boolean): Lms {
  return isAnonymous ? { kind: "canvas-anonymous", anonymousId: user, late } : { kind: "canvas", userId: user, late };
}

function whereOf(parts: readonly Part[]): Where {
  const files = parts.flatMap(({ file, found }) =>
    file === undefined ? [] : [{ path: found.path, name: file, found }],
  );
  // Some browsers unpack what they download.
  const folder = files.find(({ found }) => found.isFolder);
  if (folder !== undefined) return { kind: "path", path: folder.path };
  if (files.length === 0)
    return { kind: "nothing", problem: "it was handed in as text on Canvas's page, without a file" };
  return { kind: "files", files: files.map(({ path, name }) => ({ path, name })) };
}
