import { readFile, writeFile } from "node:fs/promises";
import { Decoder, Encoder } from "@msgpack/msgpack";
import type { Observation, Submission } from "../run/observation.ts";
import { tensorCodec } from "../run/protocol/tensor-codec.ts";
import { functionOf } from "./check.ts";

/** One call that a check made, and its observation. */
export interface RecordedCall {
  readonly functionName: string;
  readonly args: readonly unknown[];
  readonly observation: Observation;
}

/** The calls of one check, in order. */
export interface RecordedCheck {
  readonly id: string;
  readonly verdict: "passed" | "failed";
  readonly calls: readonly RecordedCall[];
}

/** Calls stay in memory until the end of the run, and answers may be as large as a frame. Right ones are below 1 MB. */
const MAX_ANSWER_BYTES = 1024 * 1024;
const TOO_LARGE: Observation = { status: "unavailable", message: "the answer was too large to be recorded" };

/** Counting a tensor as one value, a right answer has a few dozen. */
const MAX_ANSWER_VALUES = 1000;
/** For a whole run: four times the answers of a right submission. */
export const MAX_RUN_BYTES = 16 * 1024 * 1024;

/** Wraps a submission so that its calls are appended to `calls`. @param budget the bytes of answers that may be recorded */
export function recording(submission: Submission, calls: RecordedCall[], budget = { left: MAX_RUN_BYTES }): Submission {
  return {
    ...submission,
    call: async (functionName, ...args) => {
      const observation = await submission.call(functionName, ...args);
      const isKept = isSmall(observation, budget);
      calls.push({ functionName, args, observation: isKept ? observation : TOO_LARGE });
      return observation;
    },
  };
}

/** The calls of the function that a check judges: it may ask others too, and a mistake in this one does not answer those. */
export function callsOfItsFunction(checkId: string, calls: readonly RecordedCall[]): readonly RecordedCall[] {
  return calls.filter(({ functionName }) => functionName === functionOf(checkId));
}

function isSmall(observation: Observation, budget: { left: number }): boolean {
  // Bytes are not enough: many small values take few bytes, but much memory once decoded.
  if (countValues(observation, MAX_ANSWER_VALUES) > MAX_ANSWER_VALUES) return false;
  const bytes = encodeRecord(observation).length;
  if (bytes > MAX_ANSWER_BYTES || bytes > budget.left) return false;
  budget.left -= bytes;
  return true;
}

/** Counts the values in a tree, a tensor's data as one; stops counting beyond `limit`. */
function countValues(value: unknown, limit: number): number {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return 1;
  let count = 1;
  for (const part of Object.values(value)) {
    count += countValues(part, limit - count);
    if (count > limit) break;
  }
  return count;
}

/** Writes recorded checks to a file. */
export async function writeRecordedChecks(file: string, checks: readonly RecordedCheck[]): Promise<void> {
  // Keys in their order: that of an answer's state follows that of an argument's keys, and the calls are made again.
  await writeFile(file, new Encoder({ extensionCodec: tensorCodec(), ignoreUndefined: true }).encode(checks));
}

/** Reads recorded checks. The file is trusted: this grader wrote it. */
export async function readRecordedChecks(file: string): Promise<readonly RecordedCheck[]> {
  return decodeRecord(await readFile(file)) as readonly RecordedCheck[];
}

/** Encodes calls, arguments or answers; equal values give equal bytes. */
export function encodeRecord(record: unknown): Uint8Array {
  return new Encoder({ extensionCodec: tensorCodec(), ignoreUndefined: true, sortKeys: true }).encode(record);
}

/** The inverse of encodeRecord. */
export function decodeRecord(bytes: Uint8Array): unknown {
  return new Decoder({ extensionCodec: tensorCodec() }).decode(bytes);
}
