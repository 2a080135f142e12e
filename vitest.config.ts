import { defineConfig } from "vitest/config";

/** Tests that take long: `npm test -- --project slow`, `test:hostile` and `mutation` run them, `npm test` does not. */
export const SLOW_TESTS = "**/*.slow.test.ts";
export const HOSTILE_TESTS = "**/*.hostile.test.ts";
export const MUTATION_TESTS = "**/*.mutation.test.ts";
/** In a real browser: `npm test -- --project browser`. */
export const BROWSER_TESTS = "**/*.browser.test.ts";

export default defineConfig({
  test: {
    include: ["{fixtures,solution,grader}/**/*.test.ts", "template/lab/testing/**/*.test.ts", "docs/**/*.test.ts"],
    exclude: ["**/node_modules/**", SLOW_TESTS, HOSTILE_TESTS, MUTATION_TESTS, BROWSER_TESTS],
    pool: "forks",
    // Most tests wait for processes of their own; one core less than there is would be one of two.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    coverage: {
      provider: "v8",
      include: ["solution/src/**"],
      exclude: ["**/*.test.ts"],
      thresholds: { lines: 100, branches: 100, functions: 100, statements: 100 },
    },
  },
});
