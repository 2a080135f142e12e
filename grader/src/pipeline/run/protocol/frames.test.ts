import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeFrame, FrameError, frameReader, REPLY_LIMITS } from "./frames.ts";
import { floats, integers, type TensorValue } from "./values.ts";

const SEED = 20261122;

const messagesIn = (bytes: Uint8Array): readonly unknown[] =>
  frameReader(REPLY_LIMITS)
    .push(bytes)
    .map((frame) => (frame.status === "message" ? frame.message : frame));

describe("a frame", () => {
  test("carries NaN, infinities, -0 and tensors unchanged", () => {
    const message = {
      numbers: [NaN, Infinity, -Infinity, -0, 1.5],
      nothing: null,
      tensor: floats([2, 2], [1, NaN, -0, 3]),
    };
    expect(messagesIn(encodeFrame(message))).toEqual([message]);
  });

  test("gives each tensor a separate buffer of the right length", () => {
    const [first, second] = messagesIn(encodeFrame([integers([3], [1, 2, 3]), floats([1], [7])]))[0] as TensorValue[];
    expect([first!.data.length, second!.data.length]).toEqual([3, 1]);
    expect(first!.data.buffer).not.toBe(second!.data.buffer);
  });

  test("is reassembled however the stream is cut", () => {
    const sent = [{ a: 1 }, [floats([5], [1, 2, 3, 4, 5])], "three"];
    const stream = Buffer.concat(sent.map((message) => encodeFrame(message)));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: stream.length - 1 }), { maxLength: 6 }), (cuts) => {
        const reader = frameReader(REPLY_LIMITS);
        const places = [0, ...cuts.sort((a, b) => a - b), stream.length];
        const received = places.slice(1).flatMap((end, index) => reader.push(stream.subarray(places[index], end)));
        expect(received).toEqual(sent.map((message) => ({ status: "message", message })));
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  test("that announces too many bytes is refused before it is read", () => {
    const header = new Uint8Array([0xff, 0xff, 0xff, 0xff]);
    expect(() => messagesIn(header)).toThrow(FrameError);
  });

  test("with a tensor whose values do not fit its shape is refused", () => {
    const frame = encodeFrame(floats([2], [1, 2]));
    // The shape comes 8 bytes after the extension's header; make it 3.
    const tampered = frame.map((byte, index) => (byte === 2 && index > 12 ? 3 : byte));
    expect(messagesIn(tampered)).toEqual([
      { status: "unreadable", problem: expect.stringMatching(/do not fit/) as string },
    ]);
  });

  test("that is not MessagePack is unreadable, and the next one is read", () => {
    const broken = Buffer.from([0, 0, 0, 2, 0xc1, 0xc1]);
    expect(messagesIn(Buffer.concat([broken, encodeFrame("next")]))).toMatchObject([{ status: "unreadable" }, "next"]);
  });

  test.each([
    ["an empty frame", []],
    ["two values", [1, 2]],
    ["a string cut short", [0xa5, 0x61]],
    ["an array of four billion", [0xdd, 0xff, 0xff, 0xff, 0xff]],
    ["twenty nested arrays", Array<number>(20).fill(0x91)],
    ["a key __proto__", [0x81, 0xa9, ...Buffer.from("__proto__"), 0x01]],
  ])("of %s is unreadable", (_, body) => {
    expect(messagesIn(Buffer.from([0, 0, 0, body.length, ...body]))).toMatchObject([{ status: "unreadable" }]);
  });

  test("of a million empty arrays, a megabyte that would take a gigabyte, is not decoded", () => {
    const body = Buffer.alloc(1 << 20, 0x90);
    body.set([0xdd, 0, 0x0f, 0xff, 0xfb]);
    const frame = Buffer.concat([Buffer.from([0, 0x10, 0, 0]), body]);
    expect(messagesIn(frame)).toEqual([{ status: "unreadable", problem: "it holds more than 20000 values" }]);
  });
});
