import "./index.ts";

/*
 * The only suite that vitest runs: one process for one submission. If a suite cannot be imported, the whole run fails, and a
 * run without all verdicts is a grader fault.
 */

export { runDeclaredChecks as default } from "../vitest-checks.ts";
