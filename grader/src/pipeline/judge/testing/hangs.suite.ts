import { test } from "@vitest/runner";
import { serveRuns } from "../serve-runs.ts";

serveRuns(() => {
  test("hingeLoss.values", () => {
    for (;;);
  });
});
