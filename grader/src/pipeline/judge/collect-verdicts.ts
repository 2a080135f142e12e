import { stripVTControlCharacters } from "node:util";
import type { Reporter, TestCase } from "vitest/node";
import type { Closing, JudgedCheck, Judgement } from "./judgement.ts";

/** Collects the verdicts and faults of the suites, one run after the other. */
export interface VerdictCollector {
  readonly reporter: Reporter;
  /** Forgets the last run. @param onJudged called with each verdict of the next */
  readonly begin: (onJudged?: (check: JudgedCheck) => void) => void;
  readonly addFault: (reason: string) => void;
  readonly judgement: () => Judgement;
}

export function collectVerdicts(): VerdictCollector {
  let verdicts: JudgedCheck[] = [];
  let faults: string[] = [];
  let closing: Closing | undefined;
  let onJudged: ((check: JudgedCheck) => void) | undefined;
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
    begin: (listener) => {
      [verdicts, faults, closing, onJudged] = [[], [], undefined, listener];
    },
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
