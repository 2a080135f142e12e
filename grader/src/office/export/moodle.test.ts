import { fileURLToPath } from "node:url";
import { parse } from "csv-parse/sync";
import { describe, expect, it, test } from "vitest";
import { SAMPLE_RESULTS } from "../../pipeline/report/testing/sample-results.ts";
import { parseSheet, renderSheet } from "../../shared/csv.ts";
import { fillMoodle } from "./moodle.ts";
import { exportable, MOODLE_ENGLISH, MOODLE_FINNISH, MOODLE_GERMAN } from "./testing/sheets.ts";

/** Headers of the worksheets, from Moodle's language packs. */
const ENGLISH = {
  grade: "Grade",
  id: "Identifier",
  modified: "Last modified (grade)",
  participant: "Participant ",
  comments: "Feedback comments",
};
const GERMAN = {
  grade: "Bewertung",
  id: "ID",
  modified: "Zuletzt geändert (Bewertung)",
  participant: "Teilnehmer/in",
  comments: "Feedback als Kommentar",
};

/*
 * Moodle's import of a worksheet, reimplemented from mod/assign/feedback/offline/importgradeslib.php (commit 452e36f): columns
 * by their headers in the user's language, and the participant's number after the word for it.
 */
function importGrades(text: string, words: typeof ENGLISH, delimiter: string) {
  const [header = [], ...rows] = parse(text.replace(/^\uFEFF/, ""), {
    delimiter,
    skip_empty_lines: true,
  });
  const at = (name: string): number => header.indexOf(name);
  if (at(words.grade) < 0 || at(words.id) < 0 || at(words.modified) < 0) throw new Error("invalidgradeimport");
  return rows.map((row) => ({
    user: row[at(words.id)]!.slice(words.participant.length),
    grade: row[at(words.grade)]!,
    comment: row[at(words.comments)]!,
  }));
}

const fill = (text: string, exportables: Parameters<typeof fillMoodle>[1], options = {}) => {
  const done = fillMoodle(parseSheet(text, "worksheet.csv"), exportables, options);
  return { ...done, text: renderSheet(done.sheet) };
};
const golden = (name: string): string => fileURLToPath(new URL(`goldens/moodle/${name}`, import.meta.url));
const NFD = "José Ángel".normalize("NFD");

describe("an English worksheet", () => {
  const done = fill(MOODLE_ENGLISH, [
    exportable("Ada Lovelace_101_assignsubmission_file", "some-failed"),
    exportable("محمد الخوارزمي", "all-passed"),
    exportable("wang", "grader-fault", { moodleId: "103" }),
    exportable(NFD, "submission-error"),
    exportable("Kim Lee", "all-passed"),
    exportable("nobody", "all-passed", { moodleId: "999" }),
    exportable("stranger", "some-failed"),
  ]);

  it("matches the golden file", async () => {
    await expect(done.text).toMatchFileSnapshot(golden("english.csv"));
  });

  it("is imported by Moodle with these grades; a fault, a namesake and a stranger have none", () => {
    expect(importGrades(done.text, ENGLISH, ",")).toEqual([
      { user: "101", grade: "66", comment: "Automatic checks: 66 / 100. Details are in report.html." },
      { user: "102", grade: "100", comment: "See me, please." },
      { user: "103", grade: "", comment: "" },
      { user: "104", grade: "", comment: "" },
      { user: "105", grade: "", comment: "Automatic checks: 3 / 100. Details are in report.html." },
      { user: "106", grade: "", comment: "" },
      { user: "107", grade: "", comment: "" },
    ]);
  });

  it("is changed only in the cells of grades and comments", () => {
    const before = parse(MOODLE_ENGLISH);
    const after = parse(done.text);
    const changed = before.flatMap((row, index) =>
      row.flatMap((cell, column) => (after[index]![column] === cell ? [] : [column])),
    );
    expect([...new Set(changed)].sort()).toEqual([4, 9]);
    expect(done.text.split("\n")[4]).toBe(MOODLE_ENGLISH.split("\n")[4]);
  });

  it("lists skipped results and students without a result", () => {
    expect(done.skipped).toEqual([
      { what: "Kim Lee", why: "rows 7, 8 have this id or name" },
      { what: "nobody", why: "no row has this id or name" },
      { what: "stranger", why: "no row has this id or name" },
      { what: "wang", why: expect.stringMatching(/^the grader failed/) },
      { what: NFD, why: expect.stringMatching(/^it cannot be read/) },
    ]);
    expect(done.rowsWithoutResult).toEqual([
      'row 5: Participant 104, =HYPERLINK("x")',
      "row 7: Participant 106, Kim Lee",
      "row 8: Participant 107, Kim Lee",
    ]);
  });
});

test("a German worksheet keeps its language, byte order mark, semicolons and line breaks", async () => {
  const done = fill(MOODLE_GERMAN, [
    exportable("ada", "some-failed", { moodleId: "101" }),
    exportable("Jörg Müßig".normalize("NFD"), "all-passed"),
  ]);
  await expect(done.text).toMatchFileSnapshot(golden("german.csv"));
  expect(importGrades(done.text, GERMAN, ";").map(({ user, grade }) => [user, grade])).toEqual([
    ["101", "66"],
    ["102", "100"],
    ["103", ""],
  ]);
  const [before, after] = [MOODLE_GERMAN, done.text].map((text) => text.split("\r\n"));
  expect(after![0]).toBe(before![0]);
  expect(after![3]).toBe(before![3]);
});

test("in an unknown language, the grade is the column before the maximum", () => {
  const done = fill(MOODLE_FINNISH, [exportable("ada", "some-failed", { moodleId: "101" })]);
  expect(done.text).toBe(MOODLE_FINNISH.replace('arvioitavaksi",,100', 'arvioitavaksi",66,100'));
});

test("with the written part, the grade is the sum, and the worksheet's maximum must match", () => {
  const given = [
    exportable("ada", "marked", { moodleId: "101" }),
    exportable("b", "partly-marked", { moodleId: "103" }),
  ];
  const done = fill(MOODLE_GERMAN.replaceAll("100,00", "120,00"), given, { withWritten: true });
  expect(importGrades(done.text, GERMAN, ";")[0]).toEqual({
    user: "101",
    grade: "78",
    comment: "Automatic checks: 66 / 100. Written part: 12 / 20. Details are in report.html.",
  });
  const adjusted = exportable("ada", "marked", { moodleId: "101" });
  const adjustment = { points: -1.5, reason: "<b>late</b>" };
  const less = fill(
    MOODLE_GERMAN.replaceAll("100,00", "120,00"),
    [{ ...adjusted, result: { ...adjusted.result, adjustment } }],
    { withWritten: true },
  );
  expect(importGrades(less.text, GERMAN, ";")[0]).toMatchObject({
    grade: "76.5",
    comment:
      "Automatic checks: 66 / 100. Written part: 10.5 / 20, with an adjustment by -1.5. Details are in report.html.",
  });
  expect(done.skipped).toEqual([
    { what: "b", why: "W2, W3, W4, W5 not marked yet: mark, then ./robustness-lab marks merge <results>" },
  ]);
  expect(() => fill(MOODLE_GERMAN, given, { withWritten: true })).toThrow(
    /maximum is 100 points and that of the results 120/,
  );
});

describe("ids take precedence over names, and no row is used twice", () => {
  it.each([
    [
      "two results of one participant",
      [exportable("a", "all-passed", { moodleId: "101" }), exportable("b", "some-failed", { moodleId: "101" })],
    ],
    [
      "an id and a name",
      [exportable("a", "all-passed", { moodleId: "101" }), exportable("Ada Lovelace", "some-failed")],
    ],
  ])("%s", (_, exportables) => {
    const done = fill(MOODLE_GERMAN, exportables);
    expect(done.text).toBe(MOODLE_GERMAN);
    expect(done.skipped).toEqual([
      { what: "a", why: `row 2 also fits ${exportables[1]!.folder}` },
      { what: exportables[1]!.folder, why: "row 2 also fits a" },
    ]);
  });

  it("a participant who appears twice in the worksheet is skipped", () => {
    const doubled = MOODLE_GERMAN.replace("Teilnehmer/in102", "Teilnehmer/in101");
    const done = fill(doubled, [exportable("a", "all-passed", { moodleId: "101" })]);
    expect([done.text, done.skipped]).toEqual([doubled, [{ what: "a", why: "rows 2, 3 have this id or name" }]]);
  });

  it("a bare number does not identify a participant, since it may be an id of a different kind", () => {
    expect(fill(MOODLE_GERMAN, [exportable("101", "all-passed")]).skipped).toHaveLength(1);
    expect(
      fill(MOODLE_GERMAN, [exportable("a", "all-passed", { moodleId: "101", name: "王小明" })]).filled[0]!.row,
    ).toBe(1);
  });
});

test("each outcome has the grade of its result or none, and no other row has a grade", () => {
  for (const [outcome, result] of Object.entries(SAMPLE_RESULTS)) {
    const { text } = fill(MOODLE_GERMAN, [exportable("a", outcome, { moodleId: "102" })]);
    const grades = importGrades(text, GERMAN, ";").map(({ grade }) => grade);
    const given = result.status === "graded" && result.only === undefined ? String(result.score) : "";
    expect(grades).toEqual(["", given, ""]);
  }
});

test.each([
  ["a different file", "Name,Grade\nAda,1\n", /row 2 begins with "Ada", expected an identifier/],
  ["no participants", MOODLE_ENGLISH.split("\n")[0]!, /no rows, expected an identifier/],
  ["a scale", MOODLE_GERMAN.replaceAll("100,00", "gut"), /the column after "Bewertung" has no maximum grade/],
  [
    "a different maximum",
    MOODLE_GERMAN.replaceAll("100,00", "10,00"),
    /maximum is 10 points and that of the results 100/,
  ],
])("%s is rejected", (_, text, message) => {
  expect(() => fill(text, [exportable("ada", "all-passed", { moodleId: "101" })])).toThrow(message);
});

test("--column names the grade if it cannot be detected, and must exist", () => {
  const two = MOODLE_FINNISH.replace("Tila", "7").replaceAll('"Lähetetty arvioitavaksi"', "7");
  expect(() => fill(two, [])).not.toThrow();
  expect(() => fill(two.replaceAll("Kyllä", "3"), [])).toThrow(
    /--column should name the column of the grade, one of "Tunniste"/,
  );
  expect(() => fill(two.replaceAll("Kyllä", "3"), [], { column: "Arviointi" })).not.toThrow();
  expect(() => fill(MOODLE_FINNISH, [], { column: "Grade" })).toThrow(/--column/);
});
