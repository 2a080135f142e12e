/** The environment variable with the seed of the probes. */
export const SEED_VARIABLE = "ROBUSTNESS_LAB_MUTATION_SEED";

/** The output folder and files, from the root of the repository. */
export const OUT = "out/mutation";
export const JSON_REPORT = `${OUT}/mutation.json`;
export const HTML_REPORT = `${OUT}/mutation.html`;

/** Stryker's configuration. @param mutate ranges of lines, "file:first-last" from the root of the repository */
export function strykerSettings(mutate: readonly string[]): Readonly<Record<string, unknown>> {
  return {
    mutate,
    testRunner: "vitest",
    vitest: { configFile: "grader/mutation/vitest.config.ts", related: false },
    // Runs a check only for the mutants that it reaches.
    coverageAnalysis: "perTest",
    plugins: ["@stryker-mutator/vitest-runner", "./grader/mutation/report-progress.mjs"],
    reporters: ["report-progress", "json", "html"],
    jsonReporter: { fileName: JSON_REPORT },
    htmlReporter: { fileName: HTML_REPORT },
    tempDirName: `${OUT}/sandbox`,
    // Not copied: files that the suites do not read, or read through node_modules, such as fixtures/src.
    ignorePatterns: ["out", "docs", "template", ".ci", ".github", "fixtures/**", "!fixtures/oracle/**"],
    // Unnecessary, because vitest does not check types.
    disableTypeChecks: false,
    timeoutMS: 20_000,
    concurrency: 2,
    logLevel: "warn",
    allowConsoleColors: false,
  };
}
