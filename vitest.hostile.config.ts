import { defineConfig } from "vitest/config";
import { HOSTILE_TESTS } from "./vitest.config.ts";

/** The hostile and the malformed submissions, each graded for real: `npm test -- --project hostile`. */
export default defineConfig({
  test: {
    include: [HOSTILE_TESTS],
    exclude: ["**/node_modules/**"],
    // Each case takes seconds: who waits wants to see which.
    reporters: ["verbose"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 5 * 60_000,
    hookTimeout: 60_000,
  },
});
