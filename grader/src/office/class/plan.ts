import { createHash } from "node:crypto";
import { collisionKey } from "@robustness-lab/fixtures/hand-in";
import { UsageError } from "../../shared/errors.ts";
import { groupBy } from "../../shared/group-by.ts";
import { CLASS_FILE } from "./class-file.ts";
import type { Submission } from "./discover/submission.ts";

/** A submission and the name of the folder for its results. */
export interface PlannedSubmission extends Submission {
  readonly folder: string;
}

/** One of `of` equal parts of a class; `index` starts at 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** Short enough for any file system, with room for a suffix; counted in UTF-8. */
const MAX_FOLDER_BYTES = 120;
/** Names of files that markers and the grader write to the same folder. */
const RESERVED = [CLASS_FILE, "marks.yaml", "changes.csv", ...pageFiles("overview"), ...pageFiles("similarity")].map(
  collisionKey,
);

/**
 * Sorts a class by name, then id, and gives each submission a unique folder. Both depend only on the members of the class,
 * so that shards agree on them.
 *
 * @throws UsageError if two submissions have the same id
 */
export function planClass(submissions: readonly Submission[]): readonly PlannedSubmission[] {
  const ordered = [...submissions].sort(inOrder);
  const twice = [...groupBy(ordered, ({ id }) => id).values()].find((group) => group.length > 1);
  if (twice !== undefined) throw new UsageError(`the id ${JSON.stringify(twice[0]?.id)} appears twice in the class`);
  const folders = nameFolders(ordered);
  return ordered.map((each) => ({ ...each, folder: folders.get(each.id) ?? each.id }));
}

/** Every n-th submission. */
export function shardOf<T>(planned: readonly T[], { index, of }: Shard): readonly T[] {
  return planned.filter((_, position) => position % of === index - 1);
}

/** The order of a class: by name, then id. */
export function inOrder(a: Pick<Submission, "id" | "name">, b: Pick<Submission, "id" | "name">): number {
  return compareCodePoints(a.name, b.name) || compareCodePoints(a.id, b.id);
}

/** Compares by code points, like UTF-8. The operator `<` compares UTF-16 code units, whose order differs. */
export function compareCodePoints(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Names that are the same to some file system all get a suffix derived from their ids, so that their order is irrelevant. */
function nameFolders(ordered: readonly Submission[]): ReadonlyMap<string, string> {
  const groups = groupBy(ordered, ({ name }) => collisionKey(toFileName(name)));
  const isAlone = ({ name }: Submission): boolean => {
    const key = collisionKey(toFileName(name));
    return groups.get(key)?.length === 1 && !RESERVED.includes(key);
  };
  const folders = new Map(ordered.filter(isAlone).map(({ id, name }) => [id, toFileName(name)]));
  const taken = new Set([...RESERVED, ...[...folders.values()].map(collisionKey)]);
  for (const { id, name } of ordered.filter((each) => !isAlone(each))) {
    const folder = withSuffix(toFileName(name), id, taken);
    taken.add(collisionKey(folder));
    folders.set(id, folder);
  }
  return folders;
}

/** A folder that no name in `taken`, a set of collision keys, equals on any disk. */
export function withSuffix(name: string, id: string, taken: ReadonlySet<string>): string {
  const hash = createHash("sha256").update(id).digest("hex");
  // A longer suffix is needed only if another name already ends with the short one.
  const folders = [6, 12, 64].map((digits) => `${name}-${hash.slice(0, digits)}`);
  return folders.find((folder) => !taken.has(collisionKey(folder))) ?? `${name}-${hash}`;
}

/** Makes a name a valid folder name on any system: forbidden and invisible characters become "_". */
export function toFileName(name: string): string {
  const safe = name
    .normalize("NFC")
    .replace(/[/\\:*?"<>|\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, "_")
    .replace(/^[.\s]|[.\s]+$/gu, "_")
    // Names of devices on Windows.
    .replace(/^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/iu, "$1_");
  return clipBytes(safe) || "_";
}

function clipBytes(text: string): string {
  let clipped = "";
  for (const character of text) {
    if (Buffer.byteLength(clipped + character) > MAX_FOLDER_BYTES) break;
    clipped += character;
  }
  // Windows forbids a space or dot at the end.
  return clipped.replace(/[.\s]+$/u, "_");
}

function pageFiles(name: string): readonly string[] {
  return ["html", "csv", "json"].map((type) => `${name}.${type}`);
}
