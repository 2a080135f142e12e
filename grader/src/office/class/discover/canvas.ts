import { groupBy } from "../../../shared/group-by.ts";
import { quoted } from "../../../shared/quote.ts";
import type { Lms } from "../class-file.ts";
import type { FolderItem, Submission, SubmissionLocation } from "./submission.ts";

/**
 * Names in Canvas's "Download submissions" (lib/content_zipper.rb): `<name>[_LATE]_<user>_<file id>_<file name>` for each
 * file, where the name is the sortable one in lower case and consists of letters, digits and "_". Text entered on the page
 * is `<name>[_LATE]_<user>_text.html` or `_link.html`. Anonymous names start with `[LATE_]anon_<anonymous id>` instead.
 *
 * Students choose names and file names, and both may contain numbers: the last two numbers before a file name decide, unless
 * it would be a number itself, like the day of a date.
 */
const NAMED = [
  /^(?<name>[\p{L}\p{M}\p{N}_]+)_(?<user>\d+)_(?:(?<text>text|link)\.html|\d+_(?<file>(?!\d+(?:\.|$)).+))$/su,
  /^(?<name>[\p{L}\p{M}\p{N}_]+)_(?<user>\d+)_\d+_(?<file>.+)$/su,
];
/** As far to the left as possible. */
const FIRST_USER = /^[\p{L}\p{M}\p{N}_]+?_(?<user>\d+)_(?:(?:text|link)\.html$|\d+_.)/su;
const LATE = "_LATE";
const ANONYMOUS = /^(?<late>LATE_)?anon_(?<anonymous>[A-Za-z0-9]+)_(?:(?<text>text|link)\.html|\d+_(?<file>.+))$/su;

/** Tests if Canvas could have given this name. */
export function isCanvasName(name: string): boolean {
  return [ANONYMOUS, ...NAMED].some((pattern) => pattern.test(name));
}

/** The submissions of a Canvas download, one per user. */
export function readCanvasNames(items: readonly FolderItem[]): readonly Submission[] {
  const users = groupBy(items.map(parse), ({ id }) => id);
  return [...users].map(([id, parts]) => {
    const { name = id, user = id } = parts[0] ?? {};
    const late = parts.some((part) => part.late);
    const notes = parts.flatMap(({ doubt }) => doubt ?? []);
    return {
      id,
      name,
      lms: { ...toLms(user, late, id.startsWith(ANON)), ...fileToAnswer(parts) },
      location: locate(parts),
      ...(notes.length === 0 ? {} : { notes }),
    };
  });
}

interface Part {
  readonly id: string;
  readonly user: string;
  readonly name: string;
  readonly late: boolean;
  /** Absent for text entered on Canvas's page. */
  readonly file?: string;
  /** Why it may be another user's. */
  readonly doubt?: string;
  readonly item: FolderItem;
}

const ANON = "anon_";

function parse(item: FolderItem): Part {
  const anonymous = ANONYMOUS.exec(item.name)?.groups;
  if (anonymous !== undefined) {
    const { anonymous: user = "", late, file } = anonymous;
    const id = `${ANON}${user}`;
    return { id, user, name: id, late: late !== undefined, ...(file === undefined ? {} : { file }), item };
  }
  const found = NAMED.map((pattern) => pattern.exec(item.name)?.groups).find((groups) => groups !== undefined);
  const { name = item.name, user = item.name, file } = found ?? {};
  const late = name.endsWith(LATE);
  const doubt = doubtOf(item.name, user);
  return {
    id: user,
    user,
    name: late ? name.slice(0, -LATE.length) : name,
    late,
    ...(file === undefined ? {} : { file }),
    ...(doubt === undefined ? {} : { doubt }),
    item,
  };
}

function doubtOf(name: string, user: string): string | undefined {
  const other = FIRST_USER.exec(name)?.groups?.["user"];
  if (other === undefined || other === user) return undefined;
  return `${quoted(name)} was read as a file of user ${user}, and could be one of user ${other}: check whose it is`;
}

/** The file that feedback answers: Canvas shows feedback under its name, so an archive or a text that can hold a report. */
function fileToAnswer(parts: readonly Part[]): { readonly file?: string } {
  const names = parts.flatMap(({ file, item }) => (file === undefined || item.isFolder ? [] : [item.name]));
  const file = [/\.zip$/i, /\.(md|txt)$/i].map((end) => names.find((name) => end.test(name))).find((each) => each);
  return file === undefined ? {} : { file };
}

function toLms(user: string, late: boolean, isAnonymous: boolean): Lms {
  return isAnonymous ? { kind: "canvas-anonymous", anonymousId: user, late } : { kind: "canvas", userId: user, late };
}

function locate(parts: readonly Part[]): SubmissionLocation {
  const files = parts.flatMap(({ file, item }) => (file === undefined ? [] : [{ name: file, item }]));
  // Some browsers unpack downloads.
  const folder = files.find(({ item }) => item.isFolder);
  const text = parts.find(({ file, item }) => file === undefined && item.name.endsWith("_text.html"))?.item.path;
  const beside = text === undefined ? {} : { onlineText: text };
  if (folder !== undefined) return { kind: "path", path: folder.item.path, ...beside };
  if (files.length === 0) {
    return { kind: "nothing", problem: "it was handed in as text on Canvas's page, without a file", ...beside };
  }
  return { kind: "files", files: files.map(({ name, item }) => ({ path: item.path, name })), ...beside };
}
