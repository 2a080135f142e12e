import { readFile, writeFile } from "node:fs/promises";
import { Decoder, Encoder } from "@msgpack/msgpack";
import type { Observation, Submission } from "../run/observation.ts";
import { tensorCodec } from "../run/protocol/tensor-codec.ts";

/** One call that a check made, and what came back. */
export interface RecordedCall {
  readonly functionName: string;
  readonly args: readonly unknown[];
  readonly observation: Observation;
}

/** The calls of one check, in their order. */
export interface RecordedCheck {
  readonly id: string;
  readonly verdict: "passed" | "failed";
  readonly calls: readonly RecordedCall[];
}

/** All of a run's calls are kept until its end, and an answer may be as large as a frame; a right one is below a megabyte. */
const MAX_ANSWER_BYTES = 1024 * 1024;
const TOO_LARGE: Observation = { status: "unavailable", message: "the answer was too large to be recorded" };

/** A few dozen values are the most that a right answer holds, besides what is in tensors. */
const MAX_ANSWER_VALUES = 1000;
/** Of a whole run: four times what the answers of a right submission come to. */
const MAX_RUN_BYTES = 16 * 1024 * 1024;

/** How many bytes of answers a run may still keep. */
export interface RecordingBudget {
  left: number;
}

/** What a run begins with. */
export function recordingBudget(): RecordingBudget {
  return { left: MAX_RUN_BYTES };
}

/** A submission that notes in `calls` what it is asked and what it answers. */
export function recording(
  submission: Submission,
  calls: RecordedCall[],
  budget: RecordingBudget = recordingBudget(),
): Submission {
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

function isSmall(observation: Observation, budget: RecordingBudget): boolean {
  // Counted first: many small values are few bytes, and much memory wherever they are read.
  if (countValues(observation, MAX_ANSWER_VALUES) > MAX_ANSWER_VALUES) return false;
  const bytes = encodeRecord(observation).length;
  if (bytes > MAX_ANSWER_BYTES || bytes > budget.left) return false;
  budget.left -= bytes;
  return true;
}

/** The values in something, down to its tensors; no further than just past `limit`. */
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
  await writeFile(file, encodeRecord(checks));
}

/** Reads them back: a file that this grader wrote itself, moments ago. */
export async function readRecordedChecks(file: string): Promise<readonly RecordedCheck[]> {
  return decodeRecord(await readFile(file)) as readonly RecordedCheck[];
}

/** Calls, arguments or answers as bytes: the same for the same. */
export function encodeRecord(record: unknown): Uint8Array {
  return new Encoder({ extensionCodec: tensorCodec(), ignoreUndefined: true, sortKeys: true }).encode(record);
}

/** What encodeRecord was given. */
export function decodeRecord(bytes: Uint8Array): unknown {
  return new Decoder({ extensionCodec: tensorCodec() }).decode(bytes);
}
