import { check } from "../check.ts";
import { runDeclaredChecks } from "../vitest-checks.ts";

check("hingeLoss.values", () => {
  throw new TypeError("a bug of ours");
});

runDeclaredChecks();
