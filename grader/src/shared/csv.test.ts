import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { UsageError } from "./errors.ts";
import { headersOf, parseNumber, parseSheet, renderSheet, safeCell, withCells } from "./csv.ts";

const text = fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^[=+@\-'",;\t\r\na-z0-9. ]*$/));
const options = { seed: 433, numRuns: 300 };

describe("a new cell", () => {
  test.each([
    ["=1+1", "'=1+1"],
    ["+44", "+44"],
    ["-3,5", "-3,5"],
    ["-3-cmd|' /C calc'!A0", "'-3-cmd|' /C calc'!A0"],
    ["@SUM(1)", "'@SUM(1)"],
    ["\t=1", "'\t=1"],
    ["\r=1", "'\r=1"],
    [" =1", "' =1"],
    ["＝1", "'＝1"],
    ["66", "66"],
    ["Ada", "Ada"],
    ["", ""],
  ])("%j is written as %j", (given, expected) => expect(safeCell(given).text).toBe(expected));

  it("never starts a formula, even after it is written and read again", () => {
    const property = fc.property(text, (given) => {
      const sheet = withCells(parseSheet("a,b\n1,2\n", "x.csv"), new Map([[1, new Map([[1, safeCell(given)]])]]));
      const cell = parseSheet(renderSheet(sheet), "x.csv").rows[1]![1]!.text;
      expect([given, `'${given}`]).toContain(cell);
      if (/^[=+\-@\t\r]/.test(cell)) expect(cell).toMatch(/^[+-]?\d+([.,]\d+)?$/);
    });
    fc.assert(property, options);
  });
});

describe("an unchanged sheet is written byte for byte as it was read", () => {
  test.each([
    ["a byte order mark and some quoted cells", '\uFEFFa,"b",c\r\n"x ""y""",1,\r\n,"",2\r\n'],
    ["no line break at the end", "a;b\n1;2"],
    ["blank rows and rows of different lengths", "a,b\n\n1\n1,2,3\n"],
    ["a line break in a cell", 'a,b\r\n"1\r\n2",3\r\n'],
    ["tabs", "a\tb\n1,5\t2\n"],
    ["spaces and formulas of the original", "a,b\n =1 , @x\n"],
    ["the line breaks of old Macs", "a,b\r1,2\r"],
  ])("%s", (_, given) => expect(renderSheet(parseSheet(given, "x.csv"))).toBe(given));

  it("with random cells", () => {
    const cell = fc.tuple(text, fc.boolean()).map(([value, quoted]) => {
      const must = quoted || /[",;\t\r\n]/.test(value);
      return must ? `"${value.replaceAll('"', '""')}"` : value;
    });
    const row = fc.array(cell, { minLength: 2, maxLength: 4 });
    const property = fc.property(fc.array(row, { maxLength: 4 }), fc.constantFrom(",", ";"), (rows, delimiter) => {
      // Ten columns in the header, so that no cell makes another delimiter give more columns.
      const header = Array.from({ length: 10 }, (_, index) => `h${index}`);
      const given = [header, ...rows].map((cells) => `${cells.join(delimiter)}\r\n`).join("");
      expect(renderSheet(parseSheet(given, "x.csv"))).toBe(given);
    });
    fc.assert(property, options);
  });
});

test("a row that is too short for a new cell grows", () => {
  const sheet = withCells(parseSheet("a,b,c\n1\n", "x.csv"), new Map([[1, new Map([[2, safeCell("66")]])]]));
  expect(renderSheet(sheet)).toBe("a,b,c\n1,,66\n");
});

test.each([
  ["an empty file", ""],
  ["text without a table", "hello\nworld\n"],
  ["an unclosed quote", 'a,b\n"1,2\n'],
])("%s is rejected with advice", (_, given) => {
  expect(() => parseSheet(given, "grades.csv")).toThrow(UsageError);
  expect(() => parseSheet(given, "grades.csv")).toThrow(/^grades\.csv is not a CSV file with a header: /);
});

test("headers are read without the byte order mark, numbers with a point or a comma", () => {
  expect(headersOf(parseSheet("\uFEFFID;Bewertung\n1;2\n", "x.csv"))).toEqual(["ID", "Bewertung"]);
  expect(["100.00", "100,00", "-1", "", "(read only)", "1e3"].map(parseNumber)).toEqual([
    100,
    100,
    -1,
    null,
    null,
    null,
  ]);
});
