import { fileURLToPath } from "node:url";
import { parse } from "csv-parse/sync";
import { describe, expect, it, test } from "vitest";
import { parseSheet, renderSheet } from "../../shared/csv.ts";
import { fillCanvas } from "./canvas.ts";
import { CANVAS, exportable } from "./testing/sheets.ts";

/*
 * Canvas's import of a gradebook, reimplemented from lib/gradebook_importer.rb (commit 00b222d): the header row must begin
 * with Student and ID; assignments are found by the id in parentheses, students by their ids.
 */
function importGradebook(text: string, assignment: string) {
  const [header = [], ...rows] = parse(text, { relax_column_count: true, skip_empty_lines: true });
  if (!header[0]!.includes("Student") || !header[1]!.includes("ID")) throw new Error("Invalid header row");
  const column = header.findIndex((name) => /\((\d+)\)$/.exec(name)?.[1] === assignment);
  return rows
    .filter((row) => !row[0]!.includes("Points Possible"))
    .filter((row) => !row.every((cell) => /^\s*(Muted|Manual Posting.*)?\s*$/i.test(cell)))
    .map((row) => [row[1], row[column]!.trim()]);
}

const LAB = { column: "Robustness lab" };
const fill = (
  text: string,
  exportables: Parameters<typeof fillCanvas>[1],
  options: Parameters<typeof fillCanvas>[2] = LAB,
) => {
  const done = fillCanvas(parseSheet(text, "gradebook.csv"), exportables, options);
  return { ...done, text: renderSheet(done.sheet) };
};

describe("a gradebook", () => {
  const done = fill(CANVAS, [
    exportable("lovelaceada_LATE_101_55_lab", "some-failed"),
    exportable("m", "all-passed", { canvasId: "102" }),
    exportable("wang", "all-passed"),
    exportable("eve", "grader-fault"),
    exportable("s-9", "all-passed"),
    exportable("105", "all-passed"),
  ]);

  it("matches the golden file", async () => {
    await expect(done.text).toMatchFileSnapshot(
      fileURLToPath(new URL("goldens/canvas/gradebook.csv", import.meta.url)),
    );
  });

  it("is imported by Canvas with these grades; excused students stay excused, and a fault has none", () => {
    expect(importGradebook(done.text, "901")).toEqual([
      ["101", "66"],
      ["102", "100"],
      ["103", "EX"],
      ["104", ""],
      ["105", ""],
    ]);
  });

  it("is changed only in that column", () => {
    expect(importGradebook(done.text, "900")).toEqual(importGradebook(CANVAS, "900"));
    expect(done.text.split("\n").filter((line, index) => line !== CANVAS.split("\n")[index])).toHaveLength(2);
  });

  it("lists skipped results: an id of the institution is not a Canvas id", () => {
    expect(done.skipped).toEqual([
      { what: "s-9", why: "no row has this id or name" },
      { what: "105", why: "no row has this id or name" },
      { what: "eve", why: expect.stringMatching(/^the grader failed/) },
      { what: "wang", why: "excused in the gradebook" },
    ]);
    expect(done.rowsWithoutResult).toEqual(["row 8: Student, Test, 105"]);
  });
});

test("--column is the assignment's header, title or id, and is optional for a single assignment", () => {
  const one = CANVAS.replace("Homework 1 (900)", "Notes");
  const given = [exportable("ada", "some-failed")];
  for (const column of ["Robustness lab (901)", "Robustness lab", "901"]) {
    expect(importGradebook(fill(CANVAS, given, { column }).text, "901")[0]).toEqual(["101", "66"]);
  }
  expect(importGradebook(fill(one, given, {}).text, "901")[0]).toEqual(["101", "66"]);
  expect(() => fill(CANVAS, given, {})).toThrow(
    /--column should name one assignment of "Homework 1 \(900\)", "Robustness lab \(901\)"/,
  );
  expect(() => fill(CANVAS, given, { column: "Final Score" })).toThrow(/--column/);
});

test("a gradebook with semicolons and decimal commas keeps them", () => {
  const swiss = CANVAS.replaceAll(",", ";")
    .replaceAll(/(\d)\.(\d\d)/g, "$1,$2")
    .replaceAll(/"([^";]*);([^"]*)"/g, '"$1,$2"');
  const done = fill(swiss, [exportable("ada", "some-failed")]);
  expect(done.text).toBe(swiss.replace(";9,00;;", ";9,00;66;"));
});

test.each([
  ["a different file", "Name,Grade\nAda,1\n", /the columns "ID" and "Section" are missing/],
  ["no points possible", CANVAS.replace("    Points Possible", "x"), /the row "Points Possible" is missing/],
  ["an assignment without points", CANVAS.replace("100.00", ""), /Robustness lab \(901\) has no points possible/],
  ["a different maximum", CANVAS.replace("100.00", "20.00"), /maximum is 20 points and that of the results 100/],
])("%s is rejected", (_, text, message) => {
  expect(() => fill(text, [exportable("ada", "all-passed")])).toThrow(message);
});
