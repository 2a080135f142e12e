import { Decoder, Encoder, ExtensionCodec } from "@msgpack/msgpack";
import { sizeOf, type TensorDtype, type TensorValue } from "./values.ts";

/** The largest frame either side sends or takes: 40 000 MNIST images are more than any probe needs. */
export const MAX_FRAME_BYTES = 128 * 1024 * 1024;
/** How deep a message may nest. */
const MAX_DEPTH = 16;
const HEADER_BYTES = 4;
const TENSOR_TYPE = 1;

/** A frame that breaks the protocol. */
export class FrameError extends Error {
  override readonly name = "FrameError";
}

/** One message as a frame: its length in four bytes, big-endian, then MessagePack. @throws FrameError when too large */
export function encodeFrame(message: unknown): Uint8Array {
  const body = new Encoder({
    extensionCodec: tensorCodec(),
    maxDepth: MAX_DEPTH,
    ignoreUndefined: true,
    forceIntegerToFloat: true,
  }).encode(message);
  if (body.length > MAX_FRAME_BYTES) throw new FrameError(`a message of ${body.length} bytes is too large to send`);
  const frame = new Uint8Array(HEADER_BYTES + body.length);
  new DataView(frame.buffer).setUint32(0, body.length);
  frame.set(body, HEADER_BYTES);
  return frame;
}

/** Cuts a stream of bytes into messages. */
export interface FrameReader {
  /** Takes the next bytes and gives the messages that are complete with them. @throws FrameError */
  readonly push: (chunk: Uint8Array) => readonly unknown[];
}

/** Starts reading frames. After a FrameError the stream is lost and the reader must not be used again. */
export function frameReader(maxBytes: number = MAX_FRAME_BYTES): FrameReader {
  let chunks: Uint8Array[] = [];
  let buffered = 0;
  const push = (chunk: Uint8Array): readonly unknown[] => {
    chunks.push(chunk);
    buffered += chunk.length;
    const messages: unknown[] = [];
    for (;;) {
      const length = peekLength(chunks, buffered);
      if (length === undefined) return messages;
      if (length > maxBytes)
        throw new FrameError(`a frame of ${length} bytes is announced, at most ${maxBytes} are taken`);
      if (buffered < HEADER_BYTES + length) return messages;
      const joined = Buffer.concat(chunks);
      messages.push(decodeBody(joined.subarray(HEADER_BYTES, HEADER_BYTES + length), length));
      chunks = [joined.subarray(HEADER_BYTES + length)];
      buffered = chunks[0]?.length ?? 0;
    }
  };
  return { push };
}

function peekLength(chunks: Uint8Array[], buffered: number): number | undefined {
  if (buffered < HEADER_BYTES) return undefined;
  if ((chunks[0]?.length ?? 0) < HEADER_BYTES) chunks.splice(0, chunks.length, Buffer.concat(chunks));
  const first = chunks[0] as Uint8Array;
  return new DataView(first.buffer, first.byteOffset, first.byteLength).getUint32(0);
}

function decodeBody(body: Uint8Array, length: number): unknown {
  const limits = {
    maxStrLength: 1 << 20,
    maxBinLength: length,
    maxArrayLength: 1 << 20,
    maxMapLength: 1 << 12,
    maxExtLength: length,
  };
  try {
    return new Decoder({ extensionCodec: tensorCodec(), ...limits }).decode(body);
  } catch (cause) {
    throw new FrameError(`a frame of ${length} bytes is not a message`, { cause });
  }
}

/** Tensors travel as one extension: dtype, rank, shape (uint32 each), then the values little-endian. */
function tensorCodec(): ExtensionCodec {
  const codec = new ExtensionCodec();
  codec.register({ type: TENSOR_TYPE, encode: encodeTensor, decode: decodeTensor });
  return codec;
}

const DTYPES: readonly TensorDtype[] = ["float32", "int32", "bool"];
const MAX_RANK = 8;

function encodeTensor(value: unknown): Uint8Array | null {
  if (!isTensorValue(value)) return null;
  const { shape, dtype, data } = value;
  const header = Uint32Array.from([DTYPES.indexOf(dtype), shape.length, ...shape]);
  const bytes = new Uint8Array(header.byteLength + data.byteLength);
  bytes.set(new Uint8Array(header.buffer));
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), header.byteLength);
  return bytes;
}

function isTensorValue(value: unknown): value is TensorValue {
  return typeof value === "object" && value !== null && "$" in value && value.$ === "tensor";
}

function decodeTensor(bytes: Uint8Array): TensorValue {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const dtype = DTYPES[view.getUint32(0, true)];
  const rank = view.getUint32(4, true);
  if (dtype === undefined || rank > MAX_RANK) throw new FrameError("a tensor of unknown type or rank");
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(8 + 4 * axis, true));
  // A copy (a Buffer's slice() is none): the values get a buffer of their own, aligned and out of the sender's reach.
  const values = new Uint8Array(bytes.subarray(8 + 4 * rank));
  if (values.length !== sizeOf(shape) * (dtype === "bool" ? 1 : 4))
    throw new FrameError("a tensor whose values do not fit its shape");
  return { $: "tensor", shape, dtype, data: typedArray(dtype, values) };
}

function typedArray(dtype: TensorDtype, bytes: Uint8Array): TensorValue["data"] {
  if (dtype === "float32") return new Float32Array(bytes.buffer);
  return dtype === "int32" ? new Int32Array(bytes.buffer) : bytes;
}
