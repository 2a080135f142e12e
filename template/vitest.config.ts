import { defineConfig } from "vitest/config";

/** Files whose frames do not help to find a mistake: ours and TensorFlow's. The next frame is in a test or under src/. */
const OF_OTHERS = /[\\/](tests[\\/](helpers|setup)\.ts$|(fixtures[\\/](src|engine)|tfjs-(core|backend-\w+))[\\/])/;

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
    onStackTrace: (_error, { file }) => !OF_OTHERS.test(file),
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
