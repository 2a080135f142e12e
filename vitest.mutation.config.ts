import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { MUTATION_TESTS } from "./vitest.config.ts";

/** The hidden suites as Stryker runs them on mutants of the reference: `./robustness-lab mutation`. */
export default defineConfig({
  // Stryker works on a copy of this repository, whose node_modules lead back to the sources that are not mutated.
  resolve: { alias: { "@robustness-lab/solution": fileURLToPath(new URL("solution/src/index.ts", import.meta.url)) } },
  test: {
    include: [MUTATION_TESTS],
    exclude: ["**/node_modules/**"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
