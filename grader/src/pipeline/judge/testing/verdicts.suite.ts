import "./verdicts.ts";

export { runDeclaredChecks as default } from "../vitest-checks.ts";
