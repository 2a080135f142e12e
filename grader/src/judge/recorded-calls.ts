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

/** A submission that notes in `calls` what it is asked and what it answers. */
export function recording(submission: Submission, calls: RecordedCall[]): Submission {
  return {
    ...submission,
    call: async (functionName, ...args) => {
      const observation = await submission.call(functionName, ...args);
      const isLarge = encodeRecord(observation).length > MAX_ANSWER_BYTES;
      calls.push({ functionName, args, observation: isLarge ? TOO_LARGE : observation });
      return observation;
    },
  };
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
