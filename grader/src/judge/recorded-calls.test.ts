import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Observation, Submission } from "../run/observation.ts";
import { floats } from "../run/protocol/values.ts";
import { readRecordedChecks, recording, writeRecordedChecks, type RecordedCall } from "./recorded-calls.ts";

const submissionThatReturns = (value: Observation): Submission => ({
  call: () => Promise.resolve(value),
  integrity: () => [],
  output: () => "",
  close: () => Promise.resolve(),
});

test("calls are recorded as they were made and answered, and read back the same", async () => {
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

test("an answer that is larger than any right one is judged, and not kept", async () => {
  const answer: Observation = { status: "returned", value: floats([300_000], new Float32Array(300_000)), state: [] };
  const calls: RecordedCall[] = [];
  expect(await recording(submissionThatReturns(answer), calls).call("fgsm")).toBe(answer);
  expect(calls).toEqual([
    { functionName: "fgsm", args: [], observation: expect.objectContaining({ status: "unavailable" }) as unknown },
  ]);
});
