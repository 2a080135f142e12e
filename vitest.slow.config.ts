import { defineConfig } from "vitest/config";
import { SLOW_TESTS } from "./vitest.config.ts";

export default defineConfig({
  test: {
    include: [SLOW_TESTS],
    exclude: ["**/node_modules/**"],
    pool: "forks",
    maxWorkers: 1,
    testTimeout: 40 * 60_000,
    hookTimeout: 60_000,
  },
});
