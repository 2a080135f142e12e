import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Observation, Submission } from "../run/observation.ts";
import { floats } from "../run/protocol/values.ts";
import {
  callsOfItsFunction,
  readRecordedChecks,
  recording,
  writeRecordedChecks,
  type RecordedCall,
} from "./recorded-calls.ts";

const submissionThatReturns = (value: Observation): Submission => ({
  call: () => Promise.resolve(value),
  allow: () => undefined,
  integrity: () => [],
  output: () => "",
  close: () => Promise.resolve(),
});

test("calls are recorded with their answers, and read back unchanged", async () => {
  const answer: Observation = { status: "returned", value: floats([2], [0.5, NaN]), state: [] };
  const calls: RecordedCall[] = [];
  const recorded = recording(submissionThatReturns(answer), calls);
  expect(await recorded.call("hingeLoss", floats([2], [1, -0]))).toBe(answer);
  expect(calls).toEqual([{ functionName: "hingeLoss", args: [floats([2], [1, -0])], observation: answer }]);

  const folder = await mkdtemp(join(tmpdir(), "recorded-"));
  try {
    const checks = [{ id: "hingeLoss.values", verdict: "failed", calls }] as const;
    await writeRecordedChecks(join(folder, "calls"), checks);
    expect(await readRecordedChecks(join(folder, "calls"))).toEqual(checks);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("keys of arguments keep their order, which the state after a call follows", async () => {
  const folder = await mkdtemp(join(tmpdir(), "calls-"));
  try {
    const parameters = { weights: floats([1], [1]), bias: floats([1], [2]) };
    const observation: Observation = { status: "returned", value: null, state: [] };
    const calls = [{ functionName: "lenet", args: [parameters], observation }];
    await writeRecordedChecks(join(folder, "calls"), [{ id: "lenet.values", verdict: "failed", calls }]);
    const [check] = await readRecordedChecks(join(folder, "calls"));
    expect(Object.keys(check?.calls[0]?.args[0] as object)).toEqual(["weights", "bias"]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("an answer with too many values is not recorded, nor one beyond the budget of the run", async () => {
  const empty = floats([0], []);
  const many: Observation = { status: "returned", value: Array.from({ length: 1000 }, () => empty), state: [] };
  const answer: Observation = { status: "returned", value: floats([200_000], new Float32Array(200_000)), state: [] };
  const calls: RecordedCall[] = [];
  await recording(submissionThatReturns(many), calls).call("fgsm");
  const budget = { left: 1_000_000 };
  const recorded = recording(submissionThatReturns(answer), calls, budget);
  await recorded.call("fgsm");
  await recorded.call("fgsm");
  expect(calls.map(({ observation }) => observation.status)).toEqual(["unavailable", "returned", "unavailable"]);
});

test("an answer larger than any right one is returned to the check, but not recorded", async () => {
  const answer: Observation = { status: "returned", value: floats([300_000], new Float32Array(300_000)), state: [] };
  const calls: RecordedCall[] = [];
  expect(await recording(submissionThatReturns(answer), calls).call("fgsm")).toBe(answer);
  expect(calls).toEqual([
    { functionName: "fgsm", args: [], observation: expect.objectContaining({ status: "unavailable" }) as unknown },
  ]);
});

test("a check keeps the calls of its own function only", () => {
  const called = (functionName: string): RecordedCall => ({
    functionName,
    args: [],
    observation: { status: "unavailable", message: "none" },
  });
  const calls = ["robustHinge", "hingeLoss", "robustHinge"].map(called);
  expect(callsOfItsFunction("robustHinge.values", calls)).toEqual([calls[0], calls[2]]);
});
