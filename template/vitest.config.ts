import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    setupFiles: ["tests/setup.ts"],
    // One process for all files: TensorFlow.js is loaded once instead of once a file.
    pool: "threads",
    isolate: false,
    maxWorkers: 1,
    // The fixtures are TypeScript, so vitest must translate them even when npm installed them.
    server: { deps: { inline: [/@robustness-lab\//] } },
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      exclude: ["src/index.ts"],
      reporter: ["text", "html"],
      // Most tests fail at first; what the others reach is of interest then too.
      reportOnFailure: true,
    },
  },
});
