import { createHash } from "node:crypto";
import { UsageError } from "../../shared/errors.ts";
import { collisionKey } from "../../pipeline/submission/paths.ts";
import { CLASS_FILE } from "./class-file.ts";
import { groupBy } from "../../shared/group-by.ts";
import type { HandedIn } from "./discover/handed-in.ts";

/** A submission with its place in the class: the folder that its results go to. */
export interface Planned extends HandedIn {
  readonly folder: string;
}

/** One of several equal parts of a class, from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** Every name is short enough for any file system, with room for a suffix. In UTF-8. */
const MAX_FOLDER_BYTES = 120;
/** What markers and the grader put beside the folders. */
const TAKEN = [CLASS_FILE, "marks.yaml", "overview.html", "overview.csv", "overview.json"].map(collisionKey);

/**
 * Puts a class in its order, by name and then by id, and gives each a folder of its own. Both depend on who is in the
 * class and on nothing else, so that shards agree on them without talking.
 *
 * @throws UsageError when two have one id
 */
export function planClass(handedIn: readonly HandedIn[]): readonly Planned[] {
  const ordered = [...handedIn].sort((a, b) => compareCodePoints(a.name, b.name) || compareCodePoints(a.id, b.id));
  const twice = [...groupBy(ordered, ({ id }) => id).values()].find((group) => group.length > 1);
  if (twice !== undefined) throw new UsageError(`the id ${JSON.stringify(twice[0]?.id)} is there twice in the class`);
  const folders = nameFolders(ordered);
  return ordered.map((each) => ({ ...each, folder: folders.get(each.id) ?? each.id }));
}

/** Every n-th of the order. */
export function shardOf<T>(planned: readonly T[], { index, of }: Shard): readonly T[] {
  return planned.filter((_, place) => place % of === index - 1);
}

/** UTF-8 orders as code points do; UTF-16, and with it `<`, does not. */
export function compareCodePoints(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Names that some file system takes for one all get a suffix made of their ids, so that none is the first. */
function nameFolders(ordered: readonly HandedIn[]): ReadonlyMap<string, string> {
  const groups = groupBy(ordered, ({ name }) => collisionKey(toFileName(name)));
  const isAlone = ({ name }: HandedIn): boolean => {
    const key = collisionKey(toFileName(name));
    return groups.get(key)?.length === 1 && !TAKEN.includes(key);
  };
  const folders = new Map(ordered.filter(isAlone).map(({ id, name }) => [id, toFileName(name)]));
  const taken = new Set([...TAKEN, ...[...folders.values()].map(collisionKey)]);
  for (const { id, name } of ordered.filter((each) => !isAlone(each))) {
    const folder = withSuffix(toFileName(name), id, taken);
    taken.add(collisionKey(folder));
    folders.set(id, folder);
  }
  return folders;
}

function withSuffix(name: string, id: string, taken: ReadonlySet<string>): string {
  const hash = createHash("sha256").update(id).digest("hex");
  // A longer one only where somebody is called like another with a suffix.
  const folders = [6, 12, 64].map((digits) => `${name}-${hash.slice(0, digits)}`);
  return folders.find((folder) => !taken.has(collisionKey(folder))) ?? `${name}-${hash}`;
}

/** A name as a folder on any system: what no file system takes or no eye sees becomes "_". */
export function toFileName(name: string): string {
  const safe = name
    .normalize("NFC")
    .replace(/[/\\:*?"<>|\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, "_")
    .replace(/^[.\s]|[.\s]+$/gu, "_")
    // What Windows keeps for devices.
    .replace(/^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/iu, "$1_");
  return clipBytes(safe) || "_";
}

function clipBytes(text: string): string {
  let clipped = "";
  for (const character of text) {
    if (Buffer.byteLength(clipped + character) > MAX_FOLDER_BYTES) break;
    clipped += character;
  }
  // Nothing ends in a space or a dot on Windows.
  return clipped.replace(/[.\s]+$/u, "_");
}
