import { check, PASSED } from "../check.ts";
import { serveRuns } from "../serve-runs.ts";
import { runDeclaredChecks } from "../vitest-checks.ts";

check("hingeLoss.values", () => Promise.resolve(PASSED));
check("hingeLoss.far", () => {
  process.kill(process.pid, "SIGKILL");
  return new Promise(() => undefined);
});

serveRuns(runDeclaredChecks);
