import "./index.ts";
import { runDeclaredChecks } from "../vitest-checks.ts";

/*
 * The only file that vitest runs: one process for one submission. If a suite cannot be imported, the whole run fails, and a
 * run without all verdicts is a grader fault.
 */

runDeclaredChecks();
