import { expect, test } from "vitest";
import { explainOutcome } from "./explain.ts";

const CALL = { source: "src/mnist/fgsm.ts", sources: ["src/mnist/fgsm.ts", "src/norm.ts"], functionName: "fgsm" };
const threw = (message: string, stack: string) => ({ status: "threw", name: "Error", message, stack }) as const;

test.each([
  ["at fgsm (submission:src/norm.ts:3:9)", "src/norm.ts:3"],
  ["at src/the-grader-has-a-bug.ts:1:1\n at submission:src/mnist/fgsm.ts:7:1", "src/mnist/fgsm.ts:7"],
  ["at src/the-grader-has-a-bug.ts:1:1", undefined],
])("of the places that a stack names, the first in a file of the bundle counts: %j", (stack, location) => {
  expect(explainOutcome(threw("no", stack), CALL)).toEqual({
    ...{ status: "threw", name: "Error", message: "no" },
    ...(location === undefined ? {} : { location }),
  });
});

test("an error that reads like one of the loader stays an error of the submission", () => {
  const message = "The requested module '/lab/runtime/tfjs-core.mjs' does not provide an export named 'the grader'";
  expect(explainOutcome(threw(message, ""), CALL)).toEqual({ status: "threw", name: "Error", message });
});

test.each([
  [[], "src/mnist/fgsm.ts exports no function fgsm; nothing is exported"],
  [["FGSM", "the grader's bug"], `src/mnist/fgsm.ts exports no function fgsm; exported are 'FGSM', "the grader's bug"`],
  [["fgsm"], "src/mnist/fgsm.ts exports fgsm, which is not a function"],
])("a missing export is explained with the quoted names of the others: %j", (exports, message) => {
  expect(explainOutcome({ status: "no-function", exports }, CALL)).toEqual({ status: "unavailable", message });
});
