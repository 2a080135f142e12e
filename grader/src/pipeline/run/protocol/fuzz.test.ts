import fc from "fast-check";
import { expect, test } from "vitest";
import { parseChildMessage } from "./child-message-schema.ts";
import { encodeFrame, FrameError, frameReader, REPLY_LIMITS } from "./frames.ts";
import type { ChildMessage } from "./call-messages.ts";
import { floats, integers } from "./values.ts";

/*
 * 100 000 frames that our child would never send: random bytes, random MessagePack, and correct replies with bytes changed,
 * dropped, doubled or inserted. Each must be an unreadable frame, a message that the schema rejects, or a message of the
 * protocol. None may throw anything but a FrameError, and none may be accepted as the reply to another request.
 */

const SEED = 20261122;
const RUNS = 50_000;
const ID = "6f1c1b9e-0a39-4a5c-8f5e-2d7b8c9d0e1f";

const replies: readonly ChildMessage[] = [
  { kind: "ready", engine: { name: "wasm", device: "cpu" } },
  {
    kind: "reply",
    id: ID,
    calls: 1,
    outcome: { status: "returned", value: floats([2, 2], [1, NaN, -0, 3]), state: [] },
  },
  {
    kind: "reply",
    id: ID,
    calls: 1,
    outcome: { status: "returned", value: [0.5, null, "a"], state: [integers([1], [7])] },
  },
  {
    kind: "reply",
    id: ID,
    calls: 1,
    outcome: { status: "threw", name: "Error", message: "no", stack: "at src/a.ts:1" },
  },
  { kind: "reply", id: ID, calls: 1, outcome: { status: "no-function", exports: ["a"] } },
];
const frames = replies.map((reply) => encodeFrame(reply));

const randomBody = fc.uint8Array({ maxLength: 80 }).map(framed);
const randomValue = fc
  .anything({ key: fc.constantFrom("kind", "id", "outcome", "status", "value", "state", "$", "toString"), maxDepth: 4 })
  .map((value) => encodedOrEmpty(value));
const edit = fc.tuple(fc.constantFrom("change", "drop", "double", "insert"), fc.nat(), fc.nat(255));
const mutated = fc
  .tuple(fc.constantFrom(...frames), fc.array(edit, { minLength: 1, maxLength: 4 }))
  .map(([frame, edits]) => framed(edits.reduce(applyEdit, frame.subarray(4))));

test(`${2 * RUNS} random and mutated frames: no crash, no hang, no false acceptance`, () => {
  let accepted = 0;
  const check = (bytes: Uint8Array): void => {
    for (const message of messagesIn(bytes)) {
      accepted += 1;
      // An accepted message is complete: of a known kind, and frozen.
      expect(["ready", "fault", "begun", "reply"]).toContain(message.kind);
      if (message.kind !== "reply" || message.outcome.status !== "returned") continue;
      expect(Object.isFrozen(message.outcome.state)).toBe(true);
    }
  };
  fc.assert(fc.property(fc.oneof(randomBody, randomValue), check), { seed: SEED, numRuns: RUNS });
  // Random bytes never form a message of the protocol; a mutated message sometimes stays one.
  expect(accepted).toBe(0);
  fc.assert(fc.property(mutated, check), { seed: SEED, numRuns: RUNS });
  expect(accepted).toBeGreaterThan(0);
});

test("a reply whose id differs in one byte is never accepted as the expected one", () => {
  const frame = frames[1] as Uint8Array;
  const start = Buffer.from(frame).indexOf(ID);
  fc.assert(
    fc.property(
      fc.integer({ min: start, max: start + ID.length - 1 }),
      fc.integer({ min: 1, max: 255 }),
      (at, flip) => {
        const bytes = frame.map((byte, index) => (index === at ? byte ^ flip : byte));
        for (const message of messagesIn(bytes)) expect(message).not.toMatchObject({ id: ID });
      },
    ),
    { seed: SEED, numRuns: 5000 },
  );
});

function messagesIn(bytes: Uint8Array): readonly ChildMessage[] {
  try {
    return frameReader(REPLY_LIMITS)
      .push(bytes)
      .flatMap((frame) => (frame.status === "message" ? (parseChildMessage(frame.message) ?? []) : []));
  } catch (error) {
    expect(error).toBeInstanceOf(FrameError);
    return [];
  }
}

function framed(body: Uint8Array): Uint8Array {
  const frame = new Uint8Array(4 + body.length);
  new DataView(frame.buffer).setUint32(0, body.length);
  frame.set(body, 4);
  return frame;
}

function encodedOrEmpty(value: unknown): Uint8Array {
  try {
    return encodeFrame(value);
  } catch {
    return framed(new Uint8Array());
  }
}

function applyEdit(body: Uint8Array, [kind, place, byte]: [string, number, number]): Uint8Array {
  const at = place % Math.max(1, body.length);
  if (kind === "change") return body.map((old, index) => (index === at ? byte : old));
  if (kind === "drop") return Uint8Array.of(...body.subarray(0, at), ...body.subarray(at + 1));
  if (kind === "double") return Uint8Array.of(...body.subarray(0, at), ...body.subarray(at), ...body.subarray(at));
  return Uint8Array.of(...body.subarray(0, at), byte, ...body.subarray(at));
}

test("binary data in place of a value is rejected without an error", () => {
  const bytes = new Uint8Array([1]);
  const reply = (outcome: unknown): unknown => ({ kind: "reply", id: "1", calls: 1, outcome });
  for (const outcome of [
    { status: "returned", value: bytes, state: [] },
    { status: "returned", value: null, state: bytes },
    { status: "returned", value: { $: "tensor", shape: bytes, dtype: "float32", data: bytes }, state: [] },
    { status: "returned", value: [new Float32Array(2)], state: [] },
  ]) {
    expect(parseChildMessage(reply(outcome))).toBeUndefined();
  }
});
