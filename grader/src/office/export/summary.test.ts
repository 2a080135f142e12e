import { expect, test } from "vitest";
import { renderExported } from "./summary.ts";

test("students with the same reason are one line with the first names, and the unreadable come first", () => {
  const why = "W1, W2 not marked yet: mark, then ./robustness-lab marks merge out/class";
  const unmarked = ["a", "b", "c", "d", "e", "f"].map((what) => ({ what, why }));
  const unreadable = { what: "g", why: "it cannot be read: a .rar" };
  const text = renderExported({ files: [], skipped: [...unmarked, unreadable], rowsWithoutResult: ["row 3: Bo"] });
  expect(text.split("\n")).toEqual([
    "",
    "Not exported (7):",
    "  g: it cannot be read: a .rar",
    `  6: ${why}`,
    "    a, b, c, d, e and 1 more",
    "",
    "In the gradebook without a result (1):",
    "  row 3: Bo",
  ]);
});
