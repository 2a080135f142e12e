import type { TestNames } from "../page/content.ts";
import type { TestResult, TestRun } from "../page/workspace.ts";

/** The name of the result that says that a whole file does not load. */
export const FILE_LOADS = "the file loads";
const NOT_RUN = "It did not run, because ";

/** True for what is said of a whole file. */
export function isOfFile({ name }: Pick<TestResult, "name">): boolean {
  return name === FILE_LOADS;
}

export function isNotRun({ errors }: Pick<TestResult, "errors">): boolean {
  return errors[0]?.message.startsWith(NOT_RUN) === true;
}

/** The tests of some files that have no result, as failed: their number must not shrink when a file does not load. */
export function notRun(
  names: TestNames,
  files: readonly string[],
  results: readonly TestResult[],
  ended: TestRun["ended"],
): readonly TestResult[] {
  const isBroken = (file: string): boolean => results.some((each) => each.file === file && isOfFile(each));
  const have = new Set(results.map(({ file, name }) => `${file} ${name}`));
  return files
    .filter((file) => ended !== "done" || isBroken(file))
    .flatMap((file) => (names[file] ?? []).map(({ title, group }) => ({ file, name: `${group} > ${title}` })))
    .filter(({ file, name }) => !have.has(`${file} ${name}`))
    .map(({ file, name }) => {
      const why = isBroken(file) ? "its file does not load." : "the tests were stopped before.";
      return { file, name, state: "fail", errors: [{ message: NOT_RUN + why, diff: null, at: null }], durationMs: 0 };
    });
}
