import { test } from "@vitest/runner";
import { serveRuns } from "../serve-runs.ts";

serveRuns(() => {
  // A test that is not a check gives no verdict, even if it passes.
  test.skip("skipped", () => undefined);
  test("green", () => undefined);
});
