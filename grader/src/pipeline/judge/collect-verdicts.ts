import { stripVTControlCharacters } from "node:util";
import type { Reporter, TestCase } from "vitest/node";
import type { JudgedCheck, Judgement } from "./judgement.ts";
import type { Closing } from "./submission-of-this-run.ts";

/** Collects the verdicts and faults of one run of the suites. */
export interface VerdictCollector {
  readonly reporter: Reporter;
  readonly addFault: (reason: string) => void;
  readonly judgement: () => Judgement;
}

/** @param onJudged called with each verdict */
export function collectVerdicts(onJudged?: (check: JudgedCheck) => void): VerdictCollector {
  const verdicts: JudgedCheck[] = [];
  const faults: string[] = [];
  let closing: Closing | undefined;
  const reporter: Reporter = {
    onTestCaseResult(testCase) {
      const judged = verdictOf(testCase);
      if (judged === undefined) return void faults.push(`${testCase.name}: ${reasonOf(testCase)}`);
      verdicts.push(judged);
      onJudged?.(judged);
    },
    onTestModuleEnd(module) {
      faults.push(...module.errors().map(({ message }) => message));
      closing = (module.meta() as { closing?: Closing }).closing;
    },
    onTestRunEnd(_modules, unhandled) {
      faults.push(...unhandled.map(({ message }) => message));
    },
  };
  return {
    reporter,
    addFault: (reason) => void faults.push(reason),
    judgement: () => ({ ...outcomeOf(verdicts, faults), ...notesOf(closing) }),
  };
}

function outcomeOf(verdicts: readonly JudgedCheck[], faults: readonly string[]) {
  if (faults.length === 0) return { status: "judged", verdicts } as const;
  return { status: "fault", reason: stripVTControlCharacters(faults.join("; ")) } as const;
}

function notesOf({ integrity, printed, figure }: Closing = { integrity: [], printed: "" }) {
  return { integrity, ...(printed === "" ? {} : { printed }), ...(figure === undefined ? {} : { figure }) };
}

/** The verdict that the check left in the metadata of its test. */
function verdictOf(testCase: TestCase): JudgedCheck | undefined {
  const { judged } = testCase.meta() as { judged?: JudgedCheck };
  return testCase.result().state === "passed" ? judged : undefined;
}

function reasonOf(testCase: TestCase): string {
  const { state, errors } = testCase.result();
  return errors?.map(({ message }) => message).join("; ") ?? `ended as ${state}`;
}
