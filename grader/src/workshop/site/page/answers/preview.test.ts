import { expect, test } from "vitest";
import { questionAt } from "./preview.ts";

test("the question around a place of answers.md is that of the last heading before it", () => {
  const text = "# Written questions\n\n## W1 (4 points) Why\n\nW2 says\n\n## W2 (4 points) Robust\n";
  expect(questionAt(text, 3)).toBeNull();
  expect(questionAt(text, text.indexOf("W2 says"))).toBe("W1");
  expect(questionAt(text, text.length)).toBe("W2");
});
