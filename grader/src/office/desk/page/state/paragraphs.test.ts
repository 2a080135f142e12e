import { expect, test } from "vitest";
import { gained, matching, paragraphAt, paragraphs, replaceAt, rewritten, withParagraph } from "./paragraphs.ts";

test("blank lines separate the paragraphs of a comment", () => {
  expect(paragraphs("one\ntwo\n\nthree\n \n\n four ")).toEqual(["one\ntwo", "three", "four"]);
  expect(paragraphs(" \n\n ")).toEqual([]);
});

test("a comment is added once, after what is there", () => {
  expect(withParagraph("", "$\\nu$")).toBe("$\\nu$");
  expect(withParagraph("one \n", "two")).toBe("one\n\ntwo");
  expect(withParagraph("one\n\ntwo", "two")).toBe("one\n\ntwo");
});

test("a used comment takes the place of what was typed of it, and of nothing else", () => {
  const text = "first\n\ncau\n\nlast";
  expect(paragraphAt(text, 9)).toBe("cau");
  expect(replaceAt(text, 9, "Cauchy-Schwarz")).toBe("first\n\nCauchy-Schwarz\n\nlast");
  expect(paragraphAt("first\n\n", 7)).toBe("");
  expect(replaceAt("first\n\n", 7, "second")).toBe("first\n\nsecond");
});

test("typing filters by every word", () => {
  const used = ["Cauchy is not named", "w = 0 is missing", "Cauchy needs parallel vectors"].map((text) => ({
    text,
    used: 1,
  }));
  expect(matching(used, "par cau").map(({ text }) => text)).toEqual(["Cauchy needs parallel vectors"]);
  expect(matching(used, "")).toHaveLength(3);
});

test("one rewritten paragraph is noticed, an added one is not a rewriting", () => {
  expect(rewritten("a\n\nb", "a\n\nc")).toEqual({ from: "b", to: "c" });
  expect(rewritten("a", "a\n\nb")).toBe(null);
  expect(rewritten("a\n\nb", "c\n\nd")).toBe(null);
  expect(gained("a", "a\n\nb")).toEqual(["b"]);
});
