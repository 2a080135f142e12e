import { leftOutReporter } from "./grader/src/shared/testing/left-out-reporter.ts";
import { defineConfig, type TestProjectConfiguration } from "vitest/config";

const OURS = "{fixtures,solution,grader,docs,template/lab,template/experiments,template/handin}";
const SPECIAL = ["slow", "hostile", "browser"] as const;
const MINUTE_MS = 60_000;

/** `npm test` runs "unit"; `npm test -- --project slow` runs the slow tests. */
const PROJECTS: readonly TestProjectConfiguration[] = [
  {
    test: {
      name: "unit",
      include: [`${OURS}/**/*.test.ts`],
      exclude: ["**/node_modules/**", `**/*.{${SPECIAL.join(",")}}.test.ts`],
      testTimeout: MINUTE_MS,
      hookTimeout: MINUTE_MS,
      // Many of them wait for a limit or a signal, so that three keep two cores busy.
      maxWorkers: 3,
    },
  },
  // Full runs of commands: whole corpora, releases, installations.
  special("slow", { testTimeout: 40 * MINUTE_MS }),
  // Every hostile and malformed submission, graded for real.
  special("hostile", { testTimeout: 5 * MINUTE_MS }),
  // Pages in Chromium; a browser and a server need a core each.
  special("browser", { testTimeout: MINUTE_MS, hookTimeout: 2 * MINUTE_MS, maxWorkers: 1 }),
];

function special(name: (typeof SPECIAL)[number], options: object): TestProjectConfiguration {
  return {
    test: {
      name,
      include: [`${OURS}/**/*.${name}.test.ts`],
      exclude: ["**/node_modules/**"],
      hookTimeout: MINUTE_MS,
      ...options,
    },
  };
}

const isChosen = process.argv.some((argument) => argument.startsWith("--project"));

export default defineConfig({
  test: {
    projects: isChosen ? [...PROJECTS] : PROJECTS.slice(0, 1),
    pool: "forks",
    maxWorkers: 2,
    // Shows which of the long tests is running.
    reporters: [isChosen ? "verbose" : "default", leftOutReporter()],
    coverage: {
      provider: "v8",
      include: ["solution/src/**"],
      exclude: ["**/*.test.ts"],
      thresholds: { lines: 100, branches: 100, functions: 100, statements: 100 },
    },
  },
});
