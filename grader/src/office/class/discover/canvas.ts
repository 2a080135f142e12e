import { groupBy } from "../../../shared/group-by.ts";
import type { Lms } from "../class-file.ts";
import type { FolderItem, Submission, SubmissionLocation } from "./submission.ts";

/**
 * Names in Canvas's "Download submissions" (lib/content_zipper.rb): `<name>[_LATE]_<user>_<file id>_<file name>` for each
 * file, where the name is the sortable one in lower case and consists of letters, digits and "_". Text entered on the page
 * is `<name>[_LATE]_<user>_text.html` or `_link.html`. Anonymous names start with `[LATE_]anon_<anonymous id>` instead.
 */
const NAMED =
  /^(?<name>[\p{L}\p{M}\p{N}_]+?)(?<late>_LATE)?_(?<user>\d+)_(?:(?<text>text|link)\.html|\d+_(?<file>.+))$/su;
const ANONYMOUS = /^(?<late>LATE_)?anon_(?<anonymous>[A-Za-z0-9]+)_(?:(?<text>text|link)\.html|\d+_(?<file>.+))$/su;

/** Tests if Canvas could have given this name. */
export function isCanvasName(name: string): boolean {
  return ANONYMOUS.test(name) || NAMED.test(name);
}

/** The submissions of a Canvas download, one per user. */
export function readCanvasNames(items: readonly FolderItem[]): readonly Submission[] {
  const users = groupBy(items.map(parse), ({ id }) => id);
  return [...users].map(([id, parts]) => {
    const { name = id, user = id } = parts[0] ?? {};
    const late = parts.some((part) => part.late);
    return { id, name, lms: toLms(user, late, id.startsWith(ANON)), location: locate(parts) };
  });
}

interface Part {
  readonly id: string;
  readonly user: string;
  readonly name: string;
  readonly late: boolean;
  /** Absent for text entered on Canvas's page. */
  readonly file?: string;
  readonly item: FolderItem;
}

const ANON = "anon_";

function parse(item: FolderItem): Part {
  const { name, late, user, anonymous, file } = (ANONYMOUS.exec(item.name) ?? NAMED.exec(item.name))?.groups ?? {};
  const id = anonymous === undefined ? (user ?? item.name) : `${ANON}${anonymous}`;
  const rest = { late: late !== undefined, ...(file === undefined ? {} : { file }), item };
  return { id, user: anonymous ?? id, name: name ?? id, ...rest };
}

function toLms(user: string, late: boolean, isAnonymous: boolean): Lms {
  return isAnonymous ? { kind: "canvas-anonymous", anonymousId: user, late } : { kind: "canvas", userId: user, late };
}

function locate(parts: readonly Part[]): SubmissionLocation {
  const files = parts.flatMap(({ file, item }) => (file === undefined ? [] : [{ name: file, item }]));
  // Some browsers unpack downloads.
  const folder = files.find(({ item }) => item.isFolder);
  if (folder !== undefined) return { kind: "path", path: folder.item.path };
  if (files.length === 0) {
    return { kind: "nothing", problem: "it was handed in as text on Canvas's page, without a file" };
  }
  return { kind: "files", files: files.map(({ name, item }) => ({ path: item.path, name })) };
}
