import { posix } from "node:path";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { isArchive } from "../../../pipeline/submission/source.ts";
import { quoted } from "../../../shared/quote.ts";
import { isCanvasName } from "./canvas.ts";
import { isMoodleName } from "./moodle.ts";
import type { FolderItem } from "./submission.ts";

const FOLDERS_OF_SRC = new Set(EXERCISES.map(({ file }) => posix.dirname(file)));

/** True for the contents of a download of an LMS. */
export function isDownload(items: readonly FolderItem[]): boolean {
  const canvas = items.filter(({ name }) => isCanvasName(name)).length;
  return items.some(({ name }) => isMoodleName(name)) || (canvas > 1 && 2 * canvas > items.length);
}

/** True for the contents of one submission: src/, or what belongs in it. */
export function isOneSubmission(items: readonly FolderItem[]): boolean {
  const names = items.flatMap(({ name, isFolder }) => (isFolder ? [name.toLowerCase()] : []));
  return names.includes("src") || [...FOLDERS_OF_SRC].every((name) => names.includes(name));
}

/** Folders and archives of several students, or several attempts of one. */
export function isPerhapsAClass(items: readonly FolderItem[]): boolean {
  return !isOneSubmission(items) && items.filter(mayBeSubmission).length > 1;
}

/** A doubt on each file that is no submission by its name. */
export function strayFiles(items: readonly FolderItem[], isLmsName: (name: string) => boolean): readonly string[] {
  const strays = items.filter((item) => !mayBeSubmission(item) && !isLmsName(item.name));
  return strays.map(({ name }) => `${quoted(name)} is neither a folder nor an archive, and would be a student`);
}

function mayBeSubmission({ name, isFolder }: FolderItem): boolean {
  return isFolder || isArchive(name);
}
