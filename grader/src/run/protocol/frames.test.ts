import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseChildMessage } from "./child-message-schema.ts";
import { encodeFrame, FrameError, frameReader } from "./frames.ts";
import { floats, integers, type TensorValue } from "./values.ts";

const SEED = 20261122;

describe("a frame", () => {
  test("brings NaN, infinities, -0 and tensors across unchanged", () => {
    const message = {
      numbers: [NaN, Infinity, -Infinity, -0, 1.5],
      nothing: null,
      tensor: floats([2, 2], [1, NaN, -0, 3]),
    };
    expect(frameReader().push(encodeFrame(message))).toEqual([message]);
  });

  test("gives each tensor a buffer of its own, of the right length", () => {
    const [first, second] = frameReader().push(
      encodeFrame([integers([3], [1, 2, 3]), floats([1], [7])]),
    )[0] as TensorValue[];
    expect([first!.data.length, second!.data.length]).toEqual([3, 1]);
    expect(first!.data.buffer).not.toBe(second!.data.buffer);
  });

  test("is put together again however the stream cuts it", () => {
    const sent = [{ a: 1 }, [floats([5], [1, 2, 3, 4, 5])], "three"];
    const stream = Buffer.concat(sent.map(encodeFrame));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: stream.length - 1 }), { maxLength: 6 }), (cuts) => {
        const reader = frameReader();
        const places = [0, ...cuts.sort((a, b) => a - b), stream.length];
        const received = places.slice(1).flatMap((end, index) => reader.push(stream.subarray(places[index], end)));
        expect(received).toEqual(sent);
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  test("that announces too much is refused before it is read", () => {
    const header = new Uint8Array([0xff, 0xff, 0xff, 0xff]);
    expect(() => frameReader().push(header)).toThrow(FrameError);
  });

  test("with a tensor whose values do not fit its shape is refused", () => {
    const frame = encodeFrame(floats([2], [1, 2]));
    // The shape stands 8 bytes after the extension's header; make it 3.
    const tampered = frame.map((byte, index) => (byte === 2 && index > 12 ? 3 : byte));
    expect(() => frameReader().push(tampered)).toThrow(FrameError);
  });
});

test("random and mutated bytes end in a message that the schema refuses, or in a FrameError", () => {
  const reply = { kind: "reply", id: "secret", outcome: { status: "returned", value: floats([2], [1, 2]), state: [] } };
  const valid = encodeFrame(reply);
  const mutated = fc.tuple(fc.nat(valid.length - 1), fc.nat(255)).map(([at, byte]) => valid.with(at, byte));
  const random = fc
    .uint8Array({ maxLength: 64 })
    .map((body) => Buffer.concat([Uint8Array.of(0, 0, 0, body.length), body]));
  fc.assert(
    fc.property(fc.oneof(mutated, random), (bytes) => {
      const accepted = messagesIn(bytes)
        .map(parseChildMessage)
        .filter((message) => message?.kind === "reply");
      // A mutation may leave a well-formed reply; one of another id is never taken for an answer to the request.
      for (const message of accepted)
        expect(message).toMatchObject({ kind: "reply", id: expect.any(String) as string });
    }),
    { seed: SEED, numRuns: 5000 },
  );
});

function messagesIn(bytes: Uint8Array): readonly unknown[] {
  try {
    return frameReader().push(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(FrameError);
    return [];
  }
}
