import "./verdicts.ts";
import { serveRuns } from "../serve-runs.ts";
import { runDeclaredChecks } from "../vitest-checks.ts";

serveRuns(runDeclaredChecks);
