import { groupBy } from "../../../shared/group-by.ts";
import type { Found, HandedIn, Where } from "./handed-in.ts";

/**
 * What Moodle's "Download all submissions" makes, as its mod/assign/classes/downloader.php says:
 * `<full name>_<participant>_assignsubmission_<plugin>` is a folder, with a "_" at its end in older versions, or where
 * folders are turned off the beginning of each file's name. No "_" is in the full name. A team has its group's id or none.
 */
const NAME = /^(?<name>[^_]*)(?:_(?<participant>\d+))?_assignsubmission_(?<plugin>[a-z]+)(?:_(?<file>.*))?$/su;

/** Whether a name in a class's folder is one that Moodle gives. */
export function isMoodleName(name: string): boolean {
  return NAME.test(name);
}

/** The submissions of a Moodle download, one for each participant. */
export function readMoodleNames(found: readonly Found[]): readonly HandedIn[] {
  const participants = groupBy(found.map(parse), ({ key }) => key);
  return [...participants].map(([id, parts]) => toHandedIn(id, parts));
}

interface Part {
  readonly key: string;
  readonly name: string;
  readonly participant?: string;
  readonly plugin: string;
  readonly file: string;
  readonly found: Found;
}

function parse(found: Found): Part {
  const { name = "", participant, plugin = "", file = "" } = NAME.exec(found.name)?.groups ?? {};
  return { key: participant ?? name, name, ...(participant && { participant }), plugin, file, found };
}

function toHandedIn(id: string, parts: readonly Part[]): HandedIn {
  const [first] = parts;
  const participantId = first?.participant;
  const lms = { kind: "moodle", ...(participantId === undefined ? {} : { participantId }) } as const;
  return { id, name: first?.name ?? id, lms, where: whereOf(parts.filter(({ plugin }) => plugin === "file")) };
}

function whereOf(files: readonly Part[]): Where {
  const folder = files.find(({ found }) => found.isFolder);
  if (folder !== undefined) return { kind: "path", path: folder.found.path };
  if (files.length === 0)
    return { kind: "nothing", problem: "it was handed in as text on Moodle's page, without a file" };
  return { kind: "files", files: files.map(({ file, found }) => ({ path: found.path, name: file })) };
}
