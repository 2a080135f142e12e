import { check, PASSED } from "../check.ts";

check("hingeLoss.values", () => Promise.resolve(PASSED));
check("hingeLoss.far", () => {
  process.kill(process.pid, "SIGKILL");
  return new Promise(() => undefined);
});

export { runDeclaredChecks as default } from "../vitest-checks.ts";
