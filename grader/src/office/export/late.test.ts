import { promisify } from "node:util";
import { unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import yauzl from "yauzl";
import { SAMPLE_RESULTS } from "../../pipeline/report/testing/sample-results.ts";
import { renderMarkdown } from "../../pipeline/report/markdown.ts";
import { parseResult, type Result } from "../../pipeline/score/result.ts";
import { parseSheet, renderSheet } from "../../shared/csv.ts";
import { parseClassFile, type ClassEntry, type ClassFile } from "../class/class-file.ts";
import { lateWords } from "../course/late-words.ts";
import { fillCanvas } from "./canvas.ts";
import { zipCanvasFeedback } from "./canvas-feedback.ts";
import { toExportables } from "./exportable.ts";
import { renderGrades } from "./grades-csv.ts";
import { fillMoodle } from "./moodle.ts";
import { CANVAS, MOODLE_GERMAN } from "./testing/sheets.ts";
import { toTotal, type Total } from "./total.ts";

/* Late students, teams and Canvas's feedback, in gradebooks and tables. The sample result has 66 of 100 points. */

const RESULT = SAMPLE_RESULTS["some-failed"] as Result;
const GRADED = { status: "graded", sha256: "b".repeat(64), score: 66, maxScore: 100 } as const;
const DEADLINE = "2026-10-01T21:59:59Z";
const TWO_DAYS = { submittedAt: "2026-10-03T06:00:00Z", lateness: { deadline: DEADLINE, minutes: 1921, days: 2 } };
const ON_TIME = { submittedAt: "2026-10-01T20:00:00Z", lateness: { deadline: DEADLINE, minutes: 0, days: 0 } };
const LATE = { lateness: { deadline: DEADLINE, minutes: null, days: null } };

function classOf(submissions: readonly ClassEntry[], course?: ClassFile["course"]) {
  const file = parseClassFile({
    schema: "robustness-lab/class/v1",
    grader: { version: "0.1.0", digest: "a".repeat(64), engine: "wasm", isolation: "bubblewrap", seed: 7 },
    ...(course === undefined ? {} : { course }),
    submissions,
  });
  const folders = submissions.flatMap((entry) => ("folder" in entry ? [entry.folder] : []));
  return toExportables(
    folders.map((name) => ({ name, result: parseResult(RESULT) })),
    file,
  );
}

const COURSE = { deadline: "2026-10-01 23:59 +02:00", penalty: { "per-day": "10 %" } };
const moodle = (participantId: string) => ({ lms: { kind: "moodle", participantId } }) as const;
const ADA = { ...GRADED, id: "101", name: "Ada Lovelace", folder: "Ada", ...moodle("101") };
const GANG = { ...GRADED, id: "Gang", name: "Gang", folder: "Gang", ...moodle("77") };
const TEAM = [
  { id: "101", name: "Ada Lovelace" },
  { id: "j@example.org", name: "j@example.org" },
];

describe("a penalty", () => {
  test("goes into the one column of Moodle, and its comment and the terminal say how", () => {
    const { exportables } = classOf([{ ...ADA, ...TWO_DAYS }], COURSE);
    const { sheet } = fillMoodle(parseSheet(MOODLE_GERMAN, "Grades.csv"), exportables, {});
    const [, row] = renderSheet(sheet).split("\r\n");
    expect(row).toContain('"Zur Bewertung abgegeben";46;100,00;');
    expect(row).toContain(
      "Automatic checks: 66 / 100. With the penalty: 66 - 20 = 46, late by 1 day 8 hours 1 minute. Details are in report.html.",
    );
  });

  test("goes into the one column of Canvas", () => {
    const canvas = { lms: { kind: "canvas", userId: "101", late: true } } as const;
    const { exportables } = classOf(
      [{ ...GRADED, id: "101", name: "Ada", folder: "Ada", ...TWO_DAYS, ...canvas }],
      COURSE,
    );
    const { sheet } = fillCanvas(parseSheet(CANVAS, "g.csv"), exportables, { column: "901" });
    expect(renderSheet(sheet)).toBe(CANVAS.replace("9.00,,90.0", "9.00,46,90.0"));
  });

  test("that is unknown leaves the grade blank, and says how to know it", () => {
    const canvas = { ...GRADED, id: "101", name: "Ada", folder: "Ada", ...LATE };
    const { exportables } = classOf([{ ...canvas, lms: { kind: "canvas", userId: "101", late: true } }], COURSE);
    const filled = fillCanvas(parseSheet(CANVAS, "g.csv"), exportables, { column: "901" });
    expect(renderSheet(filled.sheet)).toBe(CANVAS);
    expect(filled.skipped).toEqual([{ what: "Ada", why: expect.stringContaining("--out <results> --resume --times") }]);
    const lenient = classOf([{ ...canvas, lms: { kind: "canvas", userId: "101", late: true } }], {});
    expect(fillCanvas(parseSheet(CANVAS, "g.csv"), lenient.exportables, { column: "901" }).filled).toHaveLength(1);
  });

  test("with no known time leaves the grade blank, and without a deadline or a penalty costs nothing", () => {
    const totalIn = (course: ClassFile["course"]): Total => toTotal(classOf([ADA], course).exportables[0]!, {});
    expect(totalIn(COURSE)).toEqual({
      state: "withheld",
      why: expect.stringMatching(/^nothing says when .* --times <file>$/),
    });
    expect(totalIn({ deadline: COURSE.deadline })).toMatchObject({ state: "given", total: 66 });
    expect(totalIn({ penalty: COURSE.penalty })).toMatchObject({ state: "given", total: 66 });
  });

  test("has its own columns in the table, with everybody in it and unknown cells blank", () => {
    const { exportables, skipped } = classOf(
      [
        { ...ADA, ...ON_TIME },
        { ...GRADED, id: "102", name: "=Bo", folder: "Bo", ...TWO_DAYS },
        { ...GRADED, id: "103", name: "Cy", folder: "Cy", ...LATE },
        { ...GANG, team: TEAM, ...TWO_DAYS },
        { id: "104", name: "Di", status: "unreadable", problem: "a .rar", ...ON_TIME },
      ],
      COURSE,
    );
    const rows = renderGrades(exportables, skipped, {}).trimEnd().split("\n");
    const at = "2026-10-03T06:00:00Z,2026-10-01T21:59:59Z,late by 1 day 8 hours 1 minute,2,66,100,,,,,,,,,20,66,20,46,";
    expect(rows).toEqual([
      "\uFEFFid,name,team,status,submitted,deadline,late by,days late,score,max score,W1,W2,W3,W4,W5,adjustment,reason,written,max written,points,penalty,total,note",
      "101,Ada Lovelace,,graded,2026-10-01T20:00:00Z,2026-10-01T21:59:59Z,on time,0,66,100,,,,,,,,,20,66,0,66,",
      `102,'=Bo,,graded,${at}`,
      expect.stringMatching(/^103,Cy,,graded,,2026-10-01T21:59:59Z,late,,66,100,,,,,,,,,20,,,,"late, but nothing says/),
      `101,Ada Lovelace,Gang,graded,${at}`,
      `j@example.org,j@example.org,Gang,graded,${at}`,
      "104,Di,,unreadable,2026-10-01T20:00:00Z,2026-10-01T21:59:59Z,on time,0,,,,,,,,,,,,,,,it cannot be read: a .rar",
    ]);
  });
});

describe("a team", () => {
  test("is in the row of each member in Moodle, and nobody else's", () => {
    const { exportables } = classOf([{ ...GANG, team: [TEAM[0]!, { id: "w@example.org", name: "w" }] }]);
    const { sheet, filled } = fillMoodle(parseSheet(MOODLE_GERMAN, "Grades.csv"), exportables, {});
    expect(filled.map(({ exportable: { id }, row }) => [id, row])).toEqual([
      ["101", 1],
      ["w@example.org", 3],
    ]);
    expect(renderSheet(sheet)).toContain('w@example.org;"Keine Abgabe";66;');
  });

  test("is not in the row of somebody who is called like the team", () => {
    const team = [{ id: "x@example.org", name: "x" }];
    const { exportables } = classOf([{ ...GANG, id: "Jörg Müßig", name: "Jörg Müßig", folder: "Jörg Müßig", team }]);
    const { filled, skipped } = fillMoodle(parseSheet(MOODLE_GERMAN, "Grades.csv"), exportables, {});
    expect([filled, skipped.map(({ what }) => what)]).toEqual([[], ["Jörg Müßig: x@example.org"]]);
  });

  test("is in the row of each member in Canvas; a member without a row is named", () => {
    const canvas = {
      ...GANG,
      lms: { kind: "canvas", userId: "101", late: false, file: "gang_101_5_lab.zip" } as const,
    };
    const team = ["101", "102", "999"].map((id) => ({ id, name: id }));
    const { exportables } = classOf([{ ...canvas, team }]);
    const { filled, skipped } = fillCanvas(parseSheet(CANVAS, "g.csv"), exportables, { column: "901" });
    expect(filled.map(({ row }) => row)).toEqual([3, 4]);
    expect(skipped).toEqual([{ what: "Gang: 999", why: "no row has this id or name" }]);
  });
});

/* Canvas's reading of a file name, reimplemented from infer_comment_context_from_filename. */
function addresseeOf(name: string): readonly string[] {
  return name
    .split("_")
    .filter((part) => /^\d+$/.test(part))
    .slice(0, 2);
}

test("Canvas's feedback is named as downloaded, and holds what the name says", async () => {
  const canvas = (userId: string, file?: string) =>
    ({ lms: { kind: "canvas", userId, late: false, ...(file === undefined ? {} : { file }) } }) as const;
  const { exportables } = classOf([
    { ...GRADED, id: "101", name: "Ada", folder: "Ada", ...canvas("101", "lovelaceada_LATE_101_5001_lab-1.zip") },
    { ...GRADED, id: "102", name: "m", folder: "m", ...canvas("102", "الخوارزمي_102_5002_answers.md") },
    { ...GRADED, id: "103", name: "w", folder: "w", ...canvas("103") },
  ]);
  const { filled } = fillCanvas(parseSheet(CANVAS.replace("EX", ""), "g.csv"), exportables, { column: "901" });
  const { zip, files, skipped } = await zipCanvasFeedback(filled, ({ result }) =>
    Promise.resolve(renderMarkdown(result)),
  );
  const entries = unzipSync(zip);
  expect(files).toBe(2);
  expect(Object.keys(entries).map(addresseeOf)).toEqual([
    ["101", "5001"],
    ["102", "5002"],
  ]);
  const [archive = new Uint8Array(), text] = Object.values(entries);
  expect(Object.keys(unzipSync(archive))).toEqual(["report.html"]);
  expect(Buffer.from(text ?? []).toString()).toContain("66 / 100");
  expect(skipped).toEqual([{ what: "w", why: expect.stringContaining("no .zip, .md or .txt to answer") }]);
  // Another reader of zips agrees.
  const opened = await promisify<Buffer, yauzl.ZipFile>(yauzl.fromBuffer)(Buffer.from(zip));
  expect(opened.entryCount).toBe(2);
});

test.each([
  [null, "late"],
  [0, "on time"],
  [1, "late by 1 minute"],
  [60, "late by 1 hour"],
  [1440, "late by 1 day"],
  [2 * 1440 + 61, "late by 2 days 1 hour 1 minute"],
])("%s minutes are %s", (minutes, words) => {
  expect(lateWords({ minutes })).toBe(words);
});
