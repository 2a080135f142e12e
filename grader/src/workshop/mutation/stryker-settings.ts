/** The environment variable that tells the tests of the checks which seed to draw probes from. */
export const SEED_VARIABLE = "ROBUSTNESS_LAB_MUTATION_SEED";

/** Where a run leaves what, from the repository's root. */
export const OUT = "out/mutation";
export const JSON_REPORT = `${OUT}/mutation.json`;
export const HTML_REPORT = `${OUT}/mutation.html`;

/** Stryker's configuration. @param mutate ranges of lines, "file:first-last" from the repository's root */
export function strykerSettings(mutate: readonly string[]): Readonly<Record<string, unknown>> {
  return {
    mutate,
    testRunner: "vitest",
    vitest: { configFile: "grader/mutation/vitest.config.ts", related: false },
    // A check's test is run for the mutants that it reaches, and for no others.
    coverageAnalysis: "perTest",
    plugins: ["@stryker-mutator/vitest-runner", "./grader/mutation/tell-parent.mjs"],
    reporters: ["tell-parent", "json", "html"],
    jsonReporter: { fileName: JSON_REPORT },
    htmlReporter: { fileName: HTML_REPORT },
    tempDirName: `${OUT}/sandbox`,
    // What the suites read is copied: not what comes through node_modules, such as fixtures/src, nor what they never see.
    ignorePatterns: ["out", "docs", "template", ".ci", ".github", "fixtures/**", "!fixtures/oracle/**"],
    // vitest reads no types, so that there is nothing to disable.
    disableTypeChecks: false,
    timeoutMS: 20_000,
    concurrency: 2,
    logLevel: "warn",
    allowConsoleColors: false,
  };
}
