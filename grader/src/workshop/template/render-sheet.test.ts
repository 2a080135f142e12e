import { readFile } from "node:fs/promises";
import { ALL_EXERCISES, COURSE } from "@robustness-lab/fixtures";
import { beforeAll, describe, expect, test } from "vitest";
import type { Content } from "../../office/course/content.ts";
import { readContent } from "../../office/course/read-course.ts";
import { pointsFor } from "../../pipeline/score/course-points.ts";
import { ALL_CHECKS } from "../../pipeline/score/rubric.ts";
import { COURSE_FILE, SHEET_FILE } from "../../shared/paths.ts";
import { driftBetween } from "./drift.ts";
import { renderAnswers } from "./answers.ts";
import { committedFiles } from "./committed-files.ts";
import { knownExercises, makeFiles } from "./make-files.ts";
import { PARTS, renderSheet } from "./sheet.ts";

let shipped: Content;
let source: string;
beforeAll(async () => {
  shipped = await readContent(COURSE_FILE, knownExercises());
  source = await readFile(SHEET_FILE, "utf8");
});
const sheetOf = (changes: Partial<Content>): string => {
  const content = { ...shipped, ...changes };
  return renderSheet(source, { content, rubric: pointsFor(content, ALL_CHECKS) });
};
/** All exercises, with as many points as checks. */
const all = (): Record<string, number> => Object.fromEntries(knownExercises());

test("what is made from course.yaml and the solution is committed: run ./robustness-lab template", async () => {
  const made = await makeFiles();
  expect(driftBetween(await committedFiles(made), made)).toEqual([]);
});

test("the parts of the sheet have all exercises", () => {
  expect(PARTS.flatMap(({ exercises }) => exercises)).toEqual(ALL_EXERCISES.map(({ id }) => id));
});

describe("the sheet", () => {
  test("has the course's title and contact", () => {
    const sheet = sheetOf({ title: "Attacks & defences", contact: "ta@example.org" });
    expect(sheet).toMatch(/^# Attacks & defences\n\n_/);
    expect(sheet).toContain("Ask ta@example.org.");
  });

  test("leaves out exercises that are not set, and names their functions", () => {
    const exercises = Object.fromEntries(Object.entries(all()).filter(([id]) => !["2.7", "2.8"].includes(id)));
    const sheet = sheetOf({ exercises });
    expect(sheet).not.toMatch(/^### 2\.[78] /m);
    expect(sheet).toMatch(/^### 2\.6 [^]*^### 2\.9 /m);
    expect(sheet).toContain("`randomStartLinf`, `randomStartL2` (`src/mnist/starts.ts`); `stepLinf`, `stepL2`, `pgd`");
    expect(sheet).toMatch(/^\| Problem 2: attacks \| 2\.4 – 2\.6 \| /m);
  });

  test("has the same points in its table, its headings and its total", () => {
    for (const changes of [{}, { points: 117 }, { exercises: { ...all(), "2.4": 30 } }] as Partial<Content>[]) {
      const sheet = sheetOf(changes);
      const headings = [...sheet.matchAll(/^### .* \((\d+) points?\)$/gm)].map(([, points]) => Number(points));
      const rows = [...sheet.matchAll(/^\| (?:Problem|Written).* \| (\d+) \|$/gm)].map(([, points]) => Number(points));
      const [, total] = /^\| \*\*total\*\* \| \| \*\*(\d+)\*\* \|$/m.exec(sheet) ?? [];
      const sum = (values: readonly number[]): number => values.reduce((one, other) => one + other, 0);
      expect(sum(rows)).toBe(Number(total));
      expect(sum(headings)).toBe(Number(total) - (rows.at(-1) ?? 0));
    }
  });

  test("has no written questions if the course has none", () => {
    const sheet = sheetOf({ written: [] });
    expect(sheet).not.toContain("## Written questions");
    expect(sheet).not.toMatch(/^\| Written questions/m);
    expect(renderAnswers({ ...shipped, written: [] })).toContain("no written questions");
  });
});

test("a written question is one entry: its heading has its number and points", () => {
  const [first] = shipped.written;
  const criteria = [{ id: "one", title: "One", points: 3, "look-for": "One." }];
  const written = [...shipped.written, { ...first!, title: "One more", criteria }];
  expect(renderAnswers({ ...shipped, written })).toContain(`## W${written.length} (3 points) One more\n`);
  expect(sheetOf({ written })).toContain(`| W1 – W${written.length} |`);
});

test("students know of a course what course.yaml says", () => {
  expect(COURSE.title).toBe(shipped.title);
  expect(COURSE.written).toHaveLength(shipped.written.length);
});
