import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    setupFiles: ["tests/setup.ts"],
    // One thread for all files: TensorFlow.js is loaded once instead of once per file.
    pool: "threads",
    isolate: false,
    maxWorkers: 1,
    // The fixtures are TypeScript, so vitest must compile them even inside node_modules.
    server: { deps: { inline: [/@robustness-lab\//] } },
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      // A pattern matches anywhere in a path, so "src" is also that of the fixtures.
      exclude: ["src/index.ts", "fixtures/src/**", "fixtures/engine/**"],
      reporter: ["text", "html"],
      // Most tests fail at first; the coverage of the others is still useful.
      reportOnFailure: true,
    },
  },
});
