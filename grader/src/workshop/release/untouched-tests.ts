import { ALL_EXERCISES, EXERCISES, isSet } from "@robustness-lab/fixtures/exercises";
import { z } from "zod";
import { FaultError } from "../../shared/errors.ts";

/** The part of vitest's JSON report that is read here. */
const TEST_REPORT = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()) }),
      ),
    }),
  ),
});

const STUB = /^NotImplementedError: Exercise \S+ (\w+) is not implemented yet/;

/**
 * Reads the report of `npm test` in an untouched release.
 *
 * @returns the number of tests, each of which failed with the error of a stub
 * @throws FaultError if a test passed, was skipped or failed with a different error, or if a function has no test
 */
export function readUntouchedTests(report: unknown): number {
  const files = TEST_REPORT.parse(report).testResults;
  const broken = files.filter(({ message }) => message !== "").map(({ message }) => message);
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  const odd = tests.filter((test) => !STUB.test(test.failureMessages[0] ?? "") && !passesAsGiven(test));
  const complaints = [...broken, ...odd.map(describeTest), ...untested(tests)];
  if (complaints.length === 0) return tests.length;
  throw new FaultError(
    ["in an untouched release every test must fail with NotImplementedError:", ...complaints].join("\n  "),
  );
}

/** The tests of an exercise that the course does not set may pass: its functions are the reference's. */
function passesAsGiven({ fullName, status }: Test): boolean {
  return status === "passed" && ALL_EXERCISES.some((each) => !isSet(each) && fullName.startsWith(`${each.id} `));
}

type Test = z.infer<typeof TEST_REPORT>["testResults"][number]["assertionResults"][number];

function describeTest({ fullName, status, failureMessages: [message = ""] }: Test): string {
  return `"${fullName}" ${status} ${message.split("\n")[0] ?? ""}`.trimEnd();
}

function untested(tests: readonly Test[]): readonly string[] {
  const tested = new Set(tests.map(({ failureMessages: [message = ""] }) => STUB.exec(message)?.[1]));
  const functions = EXERCISES.flatMap((exercise) => exercise.functions);
  return functions.filter((name) => !tested.has(name)).map((name) => `no test calls ${name}`);
}
