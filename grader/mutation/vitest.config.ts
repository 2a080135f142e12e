import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const SOLUTION = fileURLToPath(new URL("../../solution/src/index.ts", import.meta.url));

/** The hidden suites as Stryker runs them on mutants of the reference: `./robustness-lab mutation`. */
export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  // Stryker mutates a copy of the repository, whose node_modules link to the unmutated sources.
  resolve: { alias: { "@robustness-lab/solution": SOLUTION } },
  test: {
    include: ["**/*.mutation.test.ts"],
    exclude: ["**/node_modules/**"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
