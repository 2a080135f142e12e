import "./index.ts";
import { serveRuns } from "../serve-runs.ts";
import { runDeclaredChecks } from "../vitest-checks.ts";

/* The entry point of the suites' process. If a suite cannot be imported, the whole run fails, and is a grader fault. */

serveRuns(runDeclaredChecks);
