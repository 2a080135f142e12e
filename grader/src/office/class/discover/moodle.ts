import { readdir } from "node:fs/promises";
import { join } from "node:path";
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
export async function readMoodleNames(items: readonly FolderItem[]): Promise<readonly Submission[]> {
  const participants = groupBy(items.map(parse), ({ key }) => key);
  return Promise.all([...participants].map(([id, parts]) => toSubmission(id, parts)));
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

async function toSubmission(id: string, parts: readonly Part[]): Promise<Submission> {
  const [first] = parts;
  const participantId = first?.participant;
  const lms = { kind: "moodle", ...(participantId === undefined ? {} : { participantId }) } as const;
  return { id, name: first?.name ?? id, lms, location: await locate(parts) };
}

async function locate(parts: readonly Part[]): Promise<SubmissionLocation> {
  const files = parts.filter(({ plugin }) => plugin === "file");
  const folder = files.find(({ item }) => item.isFolder);
  const text = await textOf(parts);
  const beside = text === undefined ? {} : { onlineText: text };
  if (folder !== undefined) return { kind: "path", path: folder.item.path, ...beside };
  if (files.length === 0) {
    return { kind: "nothing", problem: "it was handed in as text on Moodle's page, without a file", ...beside };
  }
  return { kind: "files", files: files.map(({ file, item }) => ({ path: item.path, name: file })), ...beside };
}

/** The file of the text: in a folder if Moodle makes folders. */
async function textOf(parts: readonly Part[]): Promise<string | undefined> {
  const item = parts.find(({ plugin }) => plugin === "onlinetext")?.item;
  if (item?.isFolder !== true) return item?.path;
  const name = (await readdir(item.path)).find((each) => /\.html?$/i.test(each));
  return name === undefined ? undefined : join(item.path, name);
}
