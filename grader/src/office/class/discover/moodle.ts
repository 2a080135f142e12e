import { groupBy } from "../../../shared/group-by.ts";
import type { FolderItem, Submission, SubmissionLocation } from "./submission.ts";

/**
 * Names in Moodle's "Download all submissions" (mod/assign/classes/downloader.php):
 * `<full name>_<participant>_assignsubmission_<plugin>` is a folder, with a trailing "_" in older versions, or the prefix of
 * each file if folders are turned off. Full names contain no "_". A team has its group's id or none.
 */
const NAME = /^(?<name>[^_]*)(?:_(?<participant>\d+))?_assignsubmission_(?<plugin>[a-z]+)(?:_(?<file>.*))?$/su;

/** Tests if Moodle could have given this name. */
export function isMoodleName(name: string): boolean {
  return NAME.test(name);
}

/** The submissions of a Moodle download, one per participant. */
export function readMoodleNames(items: readonly FolderItem[]): readonly Submission[] {
  const participants = groupBy(items.map(parse), ({ key }) => key);
  return [...participants].map(([id, parts]) => toSubmission(id, parts));
}

interface Part {
  readonly key: string;
  readonly name: string;
  readonly participant?: string;
  readonly plugin: string;
  readonly file: string;
  readonly item: FolderItem;
}

function parse(item: FolderItem): Part {
  const { name = "", participant, plugin = "", file = "" } = NAME.exec(item.name)?.groups ?? {};
  return { key: participant ?? name, name, ...(participant && { participant }), plugin, file, item };
}

function toSubmission(id: string, parts: readonly Part[]): Submission {
  const [first] = parts;
  const participantId = first?.participant;
  const lms = { kind: "moodle", ...(participantId === undefined ? {} : { participantId }) } as const;
  return { id, name: first?.name ?? id, lms, location: locate(parts.filter(({ plugin }) => plugin === "file")) };
}

function locate(parts: readonly Part[]): SubmissionLocation {
  const folder = parts.find(({ item }) => item.isFolder);
  if (folder !== undefined) return { kind: "path", path: folder.item.path };
  if (parts.length === 0) {
    return { kind: "nothing", problem: "it was handed in as text on Moodle's page, without a file" };
  }
  return { kind: "files", files: parts.map(({ file, item }) => ({ path: item.path, name: file })) };
}
