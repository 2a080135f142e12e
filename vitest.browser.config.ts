import { defineConfig } from "vitest/config";
import { BROWSER_TESTS } from "./vitest.config.ts";

/** Pages in a real Chromium: `npm test -- --project browser`. */
export default defineConfig({
  test: {
    include: [BROWSER_TESTS],
    exclude: ["**/node_modules/**"],
    reporters: ["verbose"],
    pool: "forks",
    // A browser and a server each need a core.
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
