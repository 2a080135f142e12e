import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { readSubmission } from "../../../pipeline/submission/read-submission.ts";
import { messageOf } from "../../../shared/errors.ts";
import { discoverClass } from "../discover/discover.ts";
import type { Submission } from "../discover/submission.ts";
import { fetchSubmission } from "../fetch.ts";
import { writeMessyClass, type MessyLayout, type MessyStudent } from "./messy-class.ts";
import type { Expected } from "./messy-uploads.ts";

/** What became of one student. */
export interface MessyRow {
  readonly kind: string;
  readonly expected: string;
  readonly got: string;
  readonly isRight: boolean;
}

/** Reads a messy class as grade-class does, without grading it. */
export async function messyTable(seed: number, layout: MessyLayout, students?: number): Promise<readonly MessyRow[]> {
  const folder = await mkdtemp(join(tmpdir(), "messy-"));
  try {
    const drawn = await writeMessyClass(join(folder, "in"), { seed, layout, ...(students && { students }) });
    const found = new Map((await discoverClass(join(folder, "in"), "auto")).map((each) => [each.id, each]));
    const rows: MessyRow[] = [];
    for (const [index, student] of drawn.entries()) {
      const scratch = join(folder, String(index));
      await mkdir(scratch);
      rows.push(await rowOf(student, found.get(student.id), scratch));
      found.delete(student.id);
    }
    const extra = [...found.keys()].map((id) => ({
      kind: id,
      expected: "no student",
      got: "a student",
      isRight: false,
    }));
    return [...rows, ...extra];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function rowOf(
  { upload, name }: MessyStudent,
  found: Submission | undefined,
  scratch: string,
): Promise<MessyRow> {
  const { kind, expected } = upload;
  const got: Got = found === undefined ? { lost: true } : await read(found, scratch);
  const isNamed = found === undefined || found.name === name;
  return { kind, expected: wordsOf(expected), got: gotWords(got), isRight: isNamed && fits(got, expected) };
}

type Got =
  | { readonly lost: true }
  | { readonly problem: string }
  | { readonly reads: number; readonly answers: boolean; readonly notes: readonly string[] };

const EXPECTED = new Set(EXERCISES.map(({ file }) => `src/${file}`));

async function read({ location }: Submission, scratch: string): Promise<Got> {
  try {
    const fetched = await fetchSubmission(location, scratch, new AbortController().signal);
    if (fetched.status !== "fetched") return { problem: fetched.problem };
    const staged = await readSubmission(fetched.path, { files: join(scratch, "staged") });
    if (staged.status === "problem") return { problem: staged.message };
    const reads = staged.files.filter((file) => EXPECTED.has(file)).length;
    const notes = [...fetched.notes, ...staged.notes.map(({ message }) => message)];
    return { reads, answers: staged.answers !== undefined, notes };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

function fits(got: Got, expected: Expected): boolean {
  if ("lost" in got) return false;
  if ("unreadable" in expected) return "problem" in got && expected.unreadable.test(got.problem);
  if ("problem" in got || got.reads !== expected.reads || got.answers !== (expected.answers === "read")) return false;
  if (got.notes.some((note) => note.includes("\uFFFD"))) return false;
  return expected.says === undefined ? got.notes.length === 0 : got.notes.some((note) => expected.says?.test(note));
}

function wordsOf(expected: Expected): string {
  if ("unreadable" in expected) return `unreadable, ${String(expected.unreadable)}`;
  const says = expected.says === undefined ? "no note" : `a note, ${String(expected.says)}`;
  return `${expected.reads} files, answers ${expected.answers}, ${says}`;
}

function gotWords(got: Got): string {
  if ("lost" in got) return "lost";
  if ("problem" in got) return `unreadable: ${got.problem}`;
  return `${got.reads} files, answers ${got.answers ? "read" : "not read"}, ${got.notes.join("; ") || "no note"}`;
}
