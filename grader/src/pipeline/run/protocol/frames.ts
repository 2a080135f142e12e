import { Decoder, Encoder } from "@msgpack/msgpack";
import { assertStructure, type StructureLimits } from "./structure.ts";
import { tensorCodec } from "./tensor-codec.ts";

/** The limits of the frames that one side accepts. */
export interface FrameLimits extends StructureLimits {
  readonly maxBytes: number;
}

/** From parent to child: room for 40 000 MNIST images, more than any probe needs. */
export const REQUEST_LIMITS: FrameLimits = { maxBytes: 128 * 1024 * 1024, maxValues: 1_000_000, maxDepth: 32 };
/** From child to parent: the largest reply of a correct submission is below a megabyte and a hundred values. */
export const REPLY_LIMITS: FrameLimits = { maxBytes: 16 * 1024 * 1024, maxValues: 20_000, maxDepth: 16 };

const HEADER_BYTES = 4;

/** A frame is too large to send or to accept. */
export class FrameError extends Error {
  override readonly name = "FrameError";
}

/** A received frame. */
export type Frame =
  | { readonly status: "message"; readonly message: unknown }
  | { readonly status: "unreadable"; readonly problem: string };

/** Encodes a message: its length in four bytes, big-endian, then MessagePack. @throws FrameError if it is too large */
export function encodeFrame(message: unknown, { maxBytes, maxDepth }: FrameLimits = REQUEST_LIMITS): Uint8Array {
  const body = new Encoder({
    extensionCodec: tensorCodec(),
    maxDepth,
    ignoreUndefined: true,
    forceIntegerToFloat: true,
  }).encode(message);
  if (body.length > maxBytes) throw new FrameError(`a message of ${body.length} bytes is too large to send`);
  const frame = new Uint8Array(HEADER_BYTES + body.length);
  new DataView(frame.buffer).setUint32(0, body.length);
  frame.set(body, HEADER_BYTES);
  return frame;
}

/** Splits a stream of bytes into frames. */
export interface FrameReader {
  /**
   * Takes the next bytes and returns the frames that they complete.
   *
   * @throws FrameError if a header announces a frame that is too large; the reader is useless then
   */
  readonly push: (chunk: Uint8Array) => readonly Frame[];
}

/** A frame is decoded only after its size and structure were found to be within the limits. */
export function frameReader(limits: FrameLimits): FrameReader {
  const header = new Uint8Array(HEADER_BYTES);
  let filling = { into: header, filled: 0 };

  const advance = (): Frame | undefined => {
    if (filling.into === header) {
      const length = new DataView(header.buffer).getUint32(0);
      if (length > limits.maxBytes) {
        throw new FrameError(`a message of ${length} bytes is announced, at most ${limits.maxBytes} are taken`);
      }
      filling = { into: new Uint8Array(length), filled: 0 };
      return length === 0 ? advance() : undefined;
    }
    const body = filling.into;
    filling = { into: header, filled: 0 };
    return decodeBody(body, limits);
  };

  const push = (chunk: Uint8Array): readonly Frame[] => {
    const frames: Frame[] = [];
    let taken = 0;
    while (taken < chunk.length) {
      const part = chunk.subarray(taken, taken + filling.into.length - filling.filled);
      filling.into.set(part, filling.filled);
      filling.filled += part.length;
      taken += part.length;
      if (filling.filled < filling.into.length) continue;
      const frame = advance();
      if (frame !== undefined) frames.push(frame);
    }
    return frames;
  };
  return { push };
}

function decodeBody(body: Uint8Array, limits: FrameLimits): Frame {
  try {
    assertStructure(body, limits);
    return { status: "message", message: new Decoder({ extensionCodec: tensorCodec() }).decode(body) };
  } catch (error) {
    return { status: "unreadable", problem: error instanceof Error ? error.message : String(error) };
  }
}
