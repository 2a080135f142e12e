import { join } from "node:path";
import { UsageError } from "../../shared/errors.ts";
import { writeReports } from "../../pipeline/report/write.ts";
import type { Result } from "../../pipeline/score/result.ts";
import { collisionKey } from "../../pipeline/submission/paths.ts";
import { CLASS_FILE, CLASS_SCHEMA_ID, type ClassEntry, type ClassFile } from "./class-file.ts";
import { readClass, readResultIn, removeLeftovers, writeClass } from "./class-folder.ts";
import { groupBy } from "../../shared/group-by.ts";
import { compareCodePoints } from "./plan.ts";
import { differenceOf, type ClassSettings } from "./settings.ts";

/** A class that was read, and the folder it is in. */
interface Part {
  readonly folder: string;
  readonly file: ClassFile;
}

/** What is known of one student, from one part. */
interface Candidate {
  readonly part: Part;
  readonly entry: ClassEntry;
  /** Present where there is a score. */
  readonly result?: Result;
}

/**
 * Puts parts of a class into one folder, with what is there already. Doing it again changes nothing.
 *
 * @throws UsageError, before anything is written, where parts do not belong together
 */
export async function mergeClasses(folders: readonly string[], out: string): Promise<ClassFile> {
  const parts = await readParts(folders, out);
  const settings = mergeSettings(parts);
  const candidates = (await Promise.all(parts.map(readCandidates))).flat();
  const chosen = [...groupBy(candidates, ({ entry }) => entry.id).values()].map(choose).sort(inOrder);
  assertOwnFolders(chosen);
  for (const { entry, result, part } of chosen) {
    if (result !== undefined && "folder" in entry && part.folder !== out)
      await copyResult(result, join(out, entry.folder));
  }
  const file: ClassFile = { schema: CLASS_SCHEMA_ID, ...settings, submissions: chosen.map(({ entry }) => entry) };
  await writeClass(file, out);
  await removeLeftovers(out);
  return file;
}

/** What is in `out` comes first: it may hold marks. */
async function readParts(folders: readonly string[], out: string): Promise<readonly Part[]> {
  const there = await readClass(out);
  const parts: Part[] = there === undefined ? [] : [{ folder: out, file: there }];
  for (const folder of folders) {
    const file = await readClass(folder);
    if (file === undefined)
      throw new UsageError(`${folder} holds no ${CLASS_FILE}: grade it with ./robustness-lab grade-class`);
    parts.push({ folder, file });
  }
  return parts;
}

function mergeSettings(parts: readonly Part[]): ClassSettings {
  const [first, ...rest] = parts;
  if (first === undefined) throw new UsageError("expected folders of ./robustness-lab grade-class to merge");
  const { grader, only } = first.file;
  const common = { grader, ...(only === undefined ? {} : { only }) };
  for (const { folder, file } of rest) {
    const difference = differenceOf(common, { grader: file.grader, ...(file.only && { only: file.only }) });
    if (difference === undefined) continue;
    throw new UsageError(`${folder} does not belong to ${first.folder}: it was graded with ${difference}`);
  }
  const shards = mergeShards(parts);
  return { ...common, ...(shards === undefined ? {} : { shards }) };
}

/** The parts that are there; nothing once all are. */
function mergeShards(parts: readonly Part[]): ClassSettings["shards"] {
  const shards = parts.flatMap(({ file }) => (file.shards === undefined ? [] : [file.shards]));
  const counts = [...new Set(shards.map(({ of }) => of))];
  const [of, second] = counts;
  if (of === undefined || shards.length < parts.length) return undefined;
  if (second !== undefined)
    throw new UsageError(`shards of ${of} and of ${second} are parts of different cuts of a class`);
  const indices = [...new Set(shards.flatMap((each) => each.parts))].sort((a, b) => a - b);
  return indices.length === of ? undefined : { of, parts: indices };
}

async function readCandidates(part: Part): Promise<readonly Candidate[]> {
  return Promise.all(
    part.file.submissions.map(async (entry) => {
      if (!("folder" in entry)) return { part, entry };
      const result = await readResultIn(join(part.folder, entry.folder));
      if (result !== undefined && result.submission.sha256 === entry.sha256) return { part, entry, result };
      const place = join(part.folder, entry.folder);
      throw new UsageError(`${place} does not hold the result that ${CLASS_FILE} tells of: grade again with --resume`);
    }),
  );
}

/** One of what is known of a student: a result before none, one with marks before one without, the first of equals. */
function choose(candidates: readonly Candidate[]): Candidate {
  const results = candidates.filter(({ result }) => result !== undefined);
  const [first] = results;
  const other = results.find((each) => facts(each) !== facts(first));
  if (first !== undefined && other !== undefined) {
    const { name, id } = first.entry;
    throw new UsageError(
      `${JSON.stringify(name)} (${id}) has one result in ${first.part.folder} and another in ${other.part.folder}: ` +
        "merge only the one that counts",
    );
  }
  const settled = candidates.find(({ entry }) => entry.status !== "pending");
  const best = results.find(({ result }) => isMarked(result)) ?? first ?? settled ?? candidates[0];
  if (best === undefined) throw new Error("a group is never empty");
  return best;
}

/** All of a result but what may differ between two grades of one submission. */
function facts(candidate: Candidate | undefined): string {
  const isAside = (key: string): boolean => key === "durationMs" || key === "written" || key === "node";
  return JSON.stringify(candidate?.result, (key, value: unknown) => (isAside(key) ? undefined : value));
}

function isMarked(result: Result | undefined): boolean {
  return result?.written.some(({ points, criteria }) => points !== null || criteria !== undefined) ?? false;
}

function inOrder(a: Candidate, b: Candidate): number {
  return compareCodePoints(a.entry.name, b.entry.name) || compareCodePoints(a.entry.id, b.entry.id);
}

/** Parts of one class never meet here; two classes of one seed might. */
function assertOwnFolders(chosen: readonly Candidate[]): void {
  const folders = chosen.flatMap(({ entry }) => ("folder" in entry ? [entry] : []));
  const shared = [...groupBy(folders, ({ folder }) => collisionKey(folder)).values()].find(({ length }) => length > 1);
  if (shared === undefined) return;
  const names = shared.map(({ id }) => JSON.stringify(id)).join(" and ");
  throw new UsageError(`${names} have results in a folder of one name: these are parts of different classes`);
}

async function copyResult(result: Result, folder: string): Promise<void> {
  const there = await readResultIn(folder);
  if (JSON.stringify(there) !== JSON.stringify(result)) await writeReports(result, folder);
}
