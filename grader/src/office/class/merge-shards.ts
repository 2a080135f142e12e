import { join } from "node:path";
import { collisionKey } from "@robustness-lab/fixtures/hand-in";
import { UsageError } from "../../shared/errors.ts";
import { groupBy } from "../../shared/group-by.ts";
import { writeReports } from "../../pipeline/report/write.ts";
import type { Result } from "../../pipeline/score/result.ts";
import { CLASS_FILE, CLASS_SCHEMA_ID, type ClassEntry, type ClassFile, type ClassSettings } from "./class-file.ts";
import { readClass, removeLeftovers, writeClass } from "./class-folder.ts";
import { inOrder } from "./plan.ts";
import { readResultIn, readResultOf } from "./results.ts";
import { differenceOf } from "./settings.ts";

/** A part of a class and its folder. */
interface Part {
  readonly folder: string;
  readonly file: ClassFile;
}

/** The entry of a student in one part. */
interface Candidate {
  readonly part: Part;
  readonly entry: ClassEntry;
  /** Present if there is a score. */
  readonly result?: Result;
}

/**
 * Merges parts of a class into a folder, which may already contain a class. Merging again changes nothing.
 *
 * @throws UsageError before anything is written, if the parts do not belong together
 */
export async function mergeClasses(folders: readonly string[], out: string): Promise<ClassFile> {
  const parts = await readParts(folders, out);
  const settings = mergeSettings(parts);
  const candidates = (await Promise.all(parts.map(readCandidates))).flat();
  const chosen = [...groupBy(candidates, ({ entry }) => entry.id).values()]
    .map(choose)
    .sort((a, b) => inOrder(a.entry, b.entry));
  assertUniqueFolders(chosen);
  await copyResults(chosen, out);
  const file: ClassFile = { schema: CLASS_SCHEMA_ID, ...settings, submissions: chosen.map(({ entry }) => entry) };
  await writeClass(file, out);
  await removeLeftovers(out);
  return file;
}

/** The class in `out` comes first, since it may contain marks. */
async function readParts(folders: readonly string[], out: string): Promise<readonly Part[]> {
  const existing = await readClass(out);
  const parts: Part[] = existing === undefined ? [] : [{ folder: out, file: existing }];
  for (const folder of folders) {
    const file = await readClass(folder);
    if (file === undefined) {
      throw new UsageError(`${folder} contains no ${CLASS_FILE}: grade it with ./robustness-lab grade-class`);
    }
    parts.push({ folder, file });
  }
  return parts;
}

function mergeSettings(parts: readonly Part[]): ClassSettings {
  const [first, ...rest] = parts;
  if (first === undefined) throw new UsageError("expected folders of ./robustness-lab grade-class to merge");
  const { grader, only } = first.file;
  const common = { grader, ...(only === undefined ? {} : { only }) };
  const course = mergeCourses(parts);
  for (const { folder, file } of rest) {
    const difference = differenceOf(common, { grader: file.grader, ...(file.only && { only: file.only }) });
    if (difference === undefined) continue;
    throw new UsageError(`${folder} does not belong to ${first.folder}: it was graded with ${difference}`);
  }
  const shards = mergeShards(parts);
  return { ...common, ...(course && { course }), ...(shards === undefined ? {} : { shards }) };
}

/** Parts with different deadlines would have one student late and another not. */
function mergeCourses(parts: readonly Part[]): ClassFile["course"] {
  const [first, ...rest] = parts;
  const other = rest.find(({ file }) => JSON.stringify(file.course) !== JSON.stringify(first?.file.course));
  if (first === undefined || other === undefined) return first?.file.course;
  throw new UsageError(
    `${first.folder} and ${other.folder} were graded with different courses: repeat grade-class with --resume and one --course`,
  );
}

/** The shards in these parts; undefined if the class is complete. */
function mergeShards(parts: readonly Part[]): ClassSettings["shards"] {
  const shards = parts.flatMap(({ file }) => (file.shards === undefined ? [] : [file.shards]));
  const counts = [...new Set(shards.map(({ of }) => of))];
  const [of, second] = counts;
  if (of === undefined || shards.length < parts.length) return undefined;
  if (second !== undefined) throw new UsageError(`these are shards of ${of} and of ${second}: merge shards of one run`);
  const indices = [...new Set(shards.flatMap((each) => each.parts))].sort((a, b) => a - b);
  return indices.length === of ? undefined : { of, parts: indices };
}

async function readCandidates(part: Part): Promise<readonly Candidate[]> {
  return Promise.all(
    part.file.submissions.map(async (entry) => {
      if (!("folder" in entry)) return { part, entry };
      const result = await readResultOf(part.folder, entry);
      if (result !== undefined) return { part, entry, result };
      const path = join(part.folder, entry.folder);
      throw new UsageError(`${path} does not contain the result in ${CLASS_FILE}: grade again with --resume`);
    }),
  );
}

/** The candidate of one student to keep: a marked result, or else the first result, or else an entry that is not pending. */
function choose(candidates: readonly Candidate[]): Candidate {
  const results = candidates.filter(({ result }) => result !== undefined);
  const [first] = results;
  const other = results.find((each) => comparable(each) !== comparable(first));
  if (first !== undefined && other !== undefined) {
    const { name, id } = first.entry;
    throw new UsageError(
      `${JSON.stringify(name)} (${id}) has different results in ${first.part.folder} and ${other.part.folder}: ` +
        "merge only the one that counts",
    );
  }
  const settled = candidates.find(({ entry }) => entry.status !== "pending");
  const best = results.find(({ result }) => isMarked(result)) ?? first ?? settled ?? candidates[0];
  if (best === undefined) throw new Error("a group is never empty");
  return best;
}

/** A result without the fields that may differ between two grades of the same submission. */
function comparable(candidate: Candidate | undefined): string {
  const mayDiffer = (key: string): boolean => ["durationMs", "written", "adjustment", "comment", "node"].includes(key);
  return JSON.stringify(candidate?.result, (key, value: unknown) => (mayDiffer(key) ? undefined : value));
}

function isMarked(result: Result | undefined): boolean {
  if (result === undefined) return false;
  const { written, adjustment, comment } = result;
  const hasMarks = written.some(({ points, criteria }) => points !== null || criteria !== undefined);
  return hasMarks || adjustment !== undefined || comment !== undefined;
}

/** Folders are unique in one class, but two classes with the same seed may share some. */
function assertUniqueFolders(chosen: readonly Candidate[]): void {
  const folders = chosen.flatMap(({ entry }) => ("folder" in entry ? [entry] : []));
  const shared = [...groupBy(folders, ({ folder }) => collisionKey(folder)).values()].find(({ length }) => length > 1);
  if (shared === undefined) return;
  const names = shared.map(({ id }) => JSON.stringify(id)).join(" and ");
  throw new UsageError(`the results of ${names} have the same folder: these are parts of different classes`);
}

async function copyResults(chosen: readonly Candidate[], out: string): Promise<void> {
  for (const { entry, result, part } of chosen) {
    if (result === undefined || !("folder" in entry) || part.folder === out) continue;
    const folder = join(out, entry.folder);
    if (JSON.stringify(await readResultIn(folder)) === JSON.stringify(result)) continue;
    await writeReports(result, folder, join(part.folder, entry.folder));
  }
}
