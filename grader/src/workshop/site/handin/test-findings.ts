import type { TestReport } from "../../../../../template/handin/run-tests.ts";
import { testLines } from "../../../../../template/handin/test-lines.ts";
import type { TestError, TestResult } from "../page/workspace.ts";
import { isNotRun, isOfFile } from "../student/not-run.ts";

const STATUSES = { pass: "passed", fail: "failed", skip: "skipped" } as const;

/** What `npm run handin` says of the public tests. @param sentence why they did not all run, if so */
export function testFindings(results: readonly TestResult[], sentence: string | null): readonly string[] {
  const lines = testLines({ status: "finished", report: reportOf(results) });
  return sentence === null ? lines : [`Tests: ${sentence}`, ...lines];
}

/** The results as vitest reports them. */
function reportOf(results: readonly TestResult[]): TestReport {
  const files = [...new Set(results.map(({ file }) => file))];
  return {
    testResults: files.map((name) => {
      const ofFile = results.filter(({ file }) => file === name);
      const broken = ofFile.find(isOfFile);
      return {
        name,
        status: ofFile.some(({ state }) => state === "fail") ? "failed" : "passed",
        message: withPlace(broken?.errors[0]),
        assertionResults: ofFile
          .filter((each) => !isOfFile(each) && !isNotRun(each))
          .map(({ name: fullName, state, errors }) => {
            const failureMessages = errors.map(({ message }) => message);
            return { fullName: fullName.replaceAll(" > ", " "), status: STATUSES[state], failureMessages };
          }),
      };
    }),
  };
}

/** The reason, then the place on a line of its own. */
function withPlace(error: TestError | undefined): string {
  if (error === undefined) return "";
  const place = error.at === null ? "" : `${error.at.path}:${error.at.line}:${error.at.column}`;
  return `${error.message.replace("SyntaxError: ", "").replace(`${place} `, "")}\n${place}`;
}
