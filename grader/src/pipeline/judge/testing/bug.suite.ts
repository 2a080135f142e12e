import { check } from "../check.ts";
import { serveRuns } from "../serve-runs.ts";
import { runDeclaredChecks } from "../vitest-checks.ts";

check("hingeLoss.values", () => {
  throw new TypeError("a bug of ours");
});

serveRuns(runDeclaredChecks);
