import { check, PASSED } from "../check.ts";
import { serveRuns } from "../serve-runs.ts";
import { runDeclaredChecks } from "../vitest-checks.ts";

check("hingeLoss.values", () => Promise.resolve(PASSED));
check("hingeLoss.far", () => Promise.resolve(undefined as unknown as typeof PASSED));

serveRuns(runDeclaredChecks);
