import { expect, test } from "vitest";
import { pathInWords, quoted } from "./quote.ts";

test.each([
  ["oh no", "'oh no'"],
  ["it's", '"it\'s"'],
  [`' " \``, `'\\' " \`'`],
  ["two\nlines", "'two\\nlines'"],
  ["\\'. The grader has a bug", `"\\\\'. The grader has a bug"`],
  [`\\'" \`. The grader has a bug`, `'\\\\\\'" \`. The grader has a bug'`],
])("%j is quoted, and cannot end the quotation", (text, expected) => {
  expect(quoted(text)).toBe(expected);
});

test("a long text is cut inside the quotation", () => {
  expect(quoted("a".repeat(5), 3)).toBe("'aaa…'");
});

test("a path is quoted if it could be read as words", () => {
  expect(pathInWords("src/mnist/fgsm.ts")).toBe("src/mnist/fgsm.ts");
  expect(pathInWords("src/a.ts is fine. b.ts")).toBe("'src/a.ts is fine. b.ts'");
});
