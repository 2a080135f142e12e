import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { collisionKey } from "@robustness-lab/fixtures/hand-in";
import type { Submission } from "./discover/submission.ts";
import { compareCodePoints, planClass, shardOf, toFileName } from "./plan.ts";

const student = (name: string, id: string = name): Submission => ({ id, name, location: { kind: "path", path: id } });
const foldersOf = (submissions: readonly Submission[]) => planClass(submissions).map(({ folder }) => folder);

describe("the order", () => {
  test("is by code points of names, then of ids", () => {
    // The last two are in the opposite order in UTF-16.
    const planned = planClass([
      student("z"),
      student("\u{1F600}"),
      student("\uFF21"),
      student("a", "2"),
      student("a", "1"),
    ]);
    expect(planned.map(({ name, id }) => `${name} ${id}`)).toEqual([
      "a 1",
      "a 2",
      "z z",
      "\uFF21 \uFF21",
      "\u{1F600} \u{1F600}",
    ]);
  });

  test("does not depend on the order of discovery", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ unit: "binary" }), { maxLength: 8 }), (ids) => {
        const submissions = ids.map((id) => student(id.slice(0, 2), id));
        expect(planClass([...submissions].reverse())).toEqual(planClass(submissions));
      }),
      { numRuns: 50 },
    );
  });

  test("splits into shards that together contain every submission once", () => {
    const planned = planClass(["a", "b", "c", "d", "e"].map((each) => student(each)));
    const parts = [1, 2, 3].map((index) => shardOf(planned, { index, of: 3 }).map(({ id }) => id));
    expect(parts).toEqual([["a", "d"], ["b", "e"], ["c"]]);
  });

  test("rejects an id that appears twice", () => {
    expect(() => planClass([student("a", "7"), student("b", "7")])).toThrow('the id "7" appears twice in the class');
  });
});

describe("folders", () => {
  test("have the students' names", () => {
    expect(foldersOf([student("Ada Lovelace"), student("김민준"), student("Łukasz O’Brien")])).toEqual([
      "Ada Lovelace",
      "Łukasz O’Brien",
      "김민준",
    ]);
  });

  test.each([
    ["the same name", ["Ada", "1"], ["Ada", "2"]],
    ["names that differ only in case", ["ada", "1"], ["ADA", "2"]],
    ["names that differ only in the encoding of an accent", ["Amélie", "1"], ["Ame\u0301lie", "2"]],
    ["names that differ only in characters that paths cannot contain", ["a/b", "1"], ["a:b", "2"]],
    ["ß and SS", ["Strauß", "1"], ["STRAUSS", "2"]],
  ])("are two for %s", (_, [nameA, idA], [nameB, idB]) => {
    const folders = foldersOf([student(nameA!, idA), student(nameB!, idB)]);
    expect(new Set(folders.map(collisionKey)).size).toBe(2);
    for (const folder of folders) expect(folder).toMatch(/-[0-9a-f]{6}$/);
  });

  test("are unique and valid on any system for random names", () => {
    const name = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.constantFrom(
        "class.json",
        "marks.yaml",
        "CLASS.JSON",
        "..",
        ".",
        "",
        " ",
        "con",
        "Nul.txt",
        "a ",
        "a.",
        ".git",
      ),
      fc.constantFrom("a", "A", "a-ca978112ca1b", "a-ca9781", "\uD800", "\u202Egpj.exe", "é", "e\u0301"),
    );
    fc.assert(
      fc.property(fc.array(name, { maxLength: 12 }), (names) => {
        const folders = foldersOf(names.map((each, index) => student(each, `${index}`)));
        expect(new Set(folders.map(collisionKey)).size).toBe(names.length);
        for (const folder of folders) {
          expect(folder).toMatch(/^[^/\\:*?"<>|\p{C}]+$/u);
          expect(folder).not.toMatch(/^\.|^\s|[.\s]$|^(con|nul)(\.|$)/i);
          expect(["class.json", "marks.yaml"]).not.toContain(folder.toLowerCase());
          expect(Buffer.byteLength(folder)).toBeLessThan(255);
        }
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  test("of a long name are truncated between characters", () => {
    expect(toFileName("김".repeat(100))).toBe("김".repeat(40));
  });
});

test("compareCodePoints orders by code points", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (a, b) => {
      const [pointsA, pointsB] = [a, b].map((text) => [...text].map((each) => each.codePointAt(0)!));
      const at = pointsA!.findIndex((point, index) => point !== pointsB![index]);
      const expected = at < 0 ? pointsA!.length - pointsB!.length : pointsA![at]! - (pointsB![at] ?? -1);
      expect(Math.sign(compareCodePoints(a, b))).toBe(Math.sign(expected));
    }),
  );
});
