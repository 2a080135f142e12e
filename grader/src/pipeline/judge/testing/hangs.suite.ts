import { test } from "vitest";

test("hingeLoss.values", () => {
  for (;;);
});
