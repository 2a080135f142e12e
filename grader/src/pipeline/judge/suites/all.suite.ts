import "./index.ts";
import { runDeclaredChecks } from "../vitest-checks.ts";

/*
 * The one file vitest runs: one process, one submission. A suite that cannot be imported takes the whole run with it, and
 * a run without all verdicts is a fault of the grader, not of the student.
 */

runDeclaredChecks();
