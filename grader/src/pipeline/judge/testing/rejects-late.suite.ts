import { setImmediate } from "node:timers/promises";
import { check, PASSED } from "../check.ts";
import { serveRuns } from "../serve-runs.ts";
import { runDeclaredChecks } from "../vitest-checks.ts";

check("hingeLoss.values", async () => {
  void Promise.reject(new TypeError("a late bug of ours"));
  await setImmediate();
  return PASSED;
});

serveRuns(runDeclaredChecks);
