import { expect, test } from "vitest";
import { showClassProgress } from "./class-progress.ts";
import { CLASS_SCHEMA_ID, type ClassEntry, type ClassFile } from "./class-file.ts";
import { renderClass } from "./render-class.ts";

const GRADED = { status: "graded", sha256: "b".repeat(64), score: 66, maxScore: 100 } as const;
const deadline = "2026-10-01T21:59:59Z";
const at = (minutes: number | null) => ({ lateness: { deadline, minutes, days: minutes } });
const time = { submittedAt: "2026-10-01T22:00:59Z" };
const COURSE = { deadline: "2026-10-01 23:59 +02:00", penalty: { "per-day": "10 %" } };

function classOf(submissions: readonly ClassEntry[], course?: ClassFile["course"]): ClassFile {
  const grader = {
    version: "0.1.0",
    digest: "a".repeat(64),
    engine: "wasm",
    isolation: "bubblewrap",
    seed: 7,
  } as const;
  return { schema: CLASS_SCHEMA_ID, grader, ...(course === undefined ? {} : { course }), submissions };
}

const CLASS = [
  { ...GRADED, id: "1", name: "Ada Byron", folder: "a", ...time, ...at(1) },
  { ...GRADED, id: "2", name: "Ada Byron", folder: "b", ...time, ...at(0) },
  { ...GRADED, id: "3", name: "Cy", folder: "c", ...at(null) },
  { ...GRADED, id: "4", name: "Di", folder: "d" },
  { id: "5", name: "Ed", status: "unreadable", problem: "nothing was handed in" },
] as const;

test("the totals say how many are late or without a time, and what to do", () => {
  const text = renderClass(classOf(CLASS, COURSE), false).replace(/\s+/g, " ");
  expect(text).toContain("5 submissions: 4 graded, median 66, 1 cannot be read, 2 late, 2 without a time");
  expect(text).toContain("no time for 2 submissions, and a penalty needs one: repeat with --resume and --times <file>");
  expect(renderClass(classOf([CLASS[1]], COURSE), false)).toMatch(/^ {2}1 submission: 1 graded, median 66$/m);
  expect(renderClass(classOf([CLASS[3]]), false)).not.toMatch(/late|time/);
});

test("namesakes have their ids in the table and while the class is graded", () => {
  const table = renderClass(classOf(CLASS), false);
  expect(table).toMatch(/^ {2}Ada Byron \(1\) +66\/100\n {2}Ada Byron \(2\) +66\/100\n {2}Cy +66\/100$/m);
  const lines: string[] = [];
  const progress = showClassProgress({ isTerminal: false, writeLine: (line) => lines.push(line), now: () => 0 });
  const planned = CLASS.map(
    ({ id, name }) => ({ id, name, folder: id, location: { kind: "path", path: id } }) as const,
  );
  progress.onStart(planned, 1, classOf([]));
  for (const entry of CLASS.slice(1, 3)) progress.onFinished({ entry, how: "graded" });
  expect(lines.slice(1)).toEqual([
    expect.stringContaining("66/100  Ada Byron (2),"),
    expect.stringContaining("66/100  Cy,"),
  ]);
});
