import { defineConfig } from "vitest/config";

/** The hostile and the malformed submissions, each graded for real: `npm run test:hostile`. */
export default defineConfig({
  test: {
    include: ["**/*.hostile.test.ts"],
    exclude: ["**/node_modules/**"],
    pool: "forks",
    // One grade at a time: what one submission leaves behind must not be taken for another's.
    maxWorkers: 1,
    testTimeout: 5 * 60_000,
    hookTimeout: 60_000,
  },
});
