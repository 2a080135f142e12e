import { check } from "../check.ts";

check("hingeLoss.values", () => {
  throw new TypeError("a bug of ours");
});

export { runDeclaredChecks as default } from "../vitest-checks.ts";
