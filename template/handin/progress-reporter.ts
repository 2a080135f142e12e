import type { Reporter, TestModule } from "vitest/node";

/** Prints the file of each test that begins, so that the one with an endless loop is known. */
export default class ProgressReporter implements Reporter {
  onTestModuleQueued({ relativeModuleId }: TestModule): void {
    console.log(`\nbegins ${relativeModuleId}`);
  }

  onTestCaseResult(): void {
    console.log("\n.");
  }
}
