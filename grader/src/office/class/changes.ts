import { join, resolve } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { renderTable } from "../../shared/csv.ts";
import { UsageError } from "../../shared/errors.ts";
import { terminalLine } from "../../shared/escape.ts";
import { alignColumns } from "../../shared/table.ts";
import { toWriteError } from "../../shared/write-error.ts";
import type { CheckResult, Result } from "../../pipeline/score/result.ts";
import type { ClassEntry, ClassFile } from "./class-file.ts";
import { readClass } from "./class-folder.ts";
import { readResultOf } from "./results.ts";

/* Who is touched when a check changes: a class graded before and after. */

/** A check whose points differ, or a submission that has a result in only one of two classes. */
interface Change {
  readonly id: string;
  readonly name: string;
  /** null for a whole submission. */
  readonly check: string | null;
  readonly before: Outcome;
  readonly after: Outcome;
  /** The automatic score, and with all changes of the submission; null without both results. */
  readonly scores: readonly [before: number, after: number] | null;
}

interface Outcome {
  readonly words: string;
  readonly points: number | null;
}

/** The class that was graded before. @throws UsageError if there is none, or it would be overwritten */
export async function openOldClass(folder: string, out: string): Promise<ClassFile> {
  if (resolve(folder) === resolve(out)) {
    throw new UsageError(`--changed-by ${folder} is --out too: choose another folder for the new results`);
  }
  const file = await readClass(folder);
  if (file === undefined) throw new UsageError(`--changed-by ${folder} has no class.json: expected a graded class`);
  return file;
}

/** Compares two classes, writes changes.csv into the new one, and renders the changes for a terminal. */
export async function writeChanges(oldFolder: string, newFolder: string): Promise<string> {
  const changes = await changesBetween(oldFolder, newFolder);
  await writeFileAtomic(join(newFolder, "changes.csv"), renderChangesCsv(changes)).catch((cause: unknown) => {
    throw toWriteError(cause, newFolder);
  });
  return renderChanges(changes, newFolder);
}

async function changesBetween(oldFolder: string, newFolder: string): Promise<readonly Change[]> {
  const [old, now] = await Promise.all([openClass(oldFolder), openClass(newFolder)]);
  const ids = [...new Set([...now.entries.keys(), ...old.entries.keys()])];
  const changes: Change[] = [];
  // One after the other, because results are large.
  for (const id of ids) {
    const [before, after] = [old.entries.get(id), now.entries.get(id)];
    const results = [await old.resultOf(id), await now.resultOf(id)] as const;
    changes.push(...changesOf({ before, after }, results));
  }
  return changes;
}

async function openClass(folder: string) {
  const entries = new Map((await readClass(folder))?.submissions.map((entry) => [entry.id, entry]));
  const resultOf = async (id: string): Promise<Result | undefined> => {
    const entry = entries.get(id);
    return entry === undefined ? undefined : readResultOf(folder, entry);
  };
  return { entries, resultOf };
}

interface Entries {
  readonly before: ClassEntry | undefined;
  readonly after: ClassEntry | undefined;
}

/** The changes of one submission. Checks that only one of two partial runs judged are left out. */
export function changesOf(
  { before, after }: Entries,
  [old, now]: readonly [Result | undefined, Result | undefined],
): readonly Change[] {
  const { id = "", name = "" } = after ?? before ?? {};
  if (old === undefined || now === undefined) {
    const whole = [before, after].map((entry) => ({ words: entry?.status ?? "absent", points: null }));
    const [one, other] = whole as [Outcome, Outcome];
    return one.words === other.words ? [] : [{ id, name, check: null, before: one, after: other, scores: null }];
  }
  const pairs = pairsOf(old, now).filter(([one, other]) => one.points !== other.points || one.words !== other.words);
  const gained = pairs.reduce((sum, [one, other]) => sum + (other.points ?? 0) - (one.points ?? 0), 0);
  const score = old.status === "graded" ? old.score : 0;
  return pairs.map(([one, other, check]) => {
    return { id, name, check, before: one, after: other, scores: [score, score + gained] };
  });
}

/** Both outcomes of each check of the old run, or of both if one is partial. */
function pairsOf(old: Result, now: Result): readonly (readonly [Outcome, Outcome, string])[] {
  const [olds, news] = [old, now].map(
    ({ checks }) => new Map<string, CheckResult>(checks.map((each) => [each.id, each])),
  );
  const isPartial = (result: Result): boolean => result.only !== undefined;
  const ids = [...new Set([...(olds?.keys() ?? []), ...(news?.keys() ?? [])])];
  return ids
    .filter((id) => (olds?.has(id) === true || !isPartial(old)) && (news?.has(id) === true || !isPartial(now)))
    .map((id) => [outcomeOf(olds?.get(id)), outcomeOf(news?.get(id)), id]);
}

function outcomeOf(check: CheckResult | undefined): Outcome {
  return check === undefined ? { words: "absent", points: null } : { words: check.verdict, points: check.points };
}

const HEADER = [
  "name",
  "id",
  "check",
  "before",
  "after",
  "points before",
  "points after",
  "score before",
  "score after",
];

function renderChangesCsv(changes: readonly Change[]): string {
  const rows = changes.map(({ name, id, check, before, after, scores }) => {
    const numbers = [before.points, after.points, ...(scores ?? [null, null])];
    return [name, id, check ?? "", before.words, after.words, ...numbers.map((each) => each?.toString() ?? "")];
  });
  return renderTable([HEADER, ...rows]);
}

function renderChanges(changes: readonly Change[], folder: string): string {
  const touched = new Set(changes.map(({ id }) => id)).size;
  if (touched === 0) return "  nobody is touched: all points are as before\n";
  const rows = changes.map(({ name, id, check, before, after, scores }) => [
    terminalLine(name || id, 30),
    check ?? "",
    `${shown(before)} -> ${shown(after)}`,
    scores === null ? "" : `${scores[0]} -> ${scores[1]}`,
  ]);
  const table = alignColumns([["", "check", "before and after", "score"], ...rows], 3);
  return `${table.replace(/^/gm, "  ")}\n\n  touched: ${touched} in ${folder}/changes.csv; the score is that of the old class with these changes\n`;
}

function shown({ words, points }: Outcome): string {
  return points === null ? words : `${words} (${points})`;
}
