import { ExtensionCodec } from "@msgpack/msgpack";
import { sizeOf, type TensorDtype, type TensorValue } from "./values.ts";

const TENSOR_TYPE = 1;
const DTYPES: readonly TensorDtype[] = ["float32", "int32", "bool"];
const MAX_RANK = 8;

/** Encodes tensors as one MessagePack extension: dtype, rank, shape (uint32 each), then the values, little-endian. */
export function tensorCodec(): ExtensionCodec {
  const codec = new ExtensionCodec();
  codec.register({ type: TENSOR_TYPE, encode: encodeTensor, decode: decodeTensor });
  return codec;
}

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
  if (dtype === undefined || rank > MAX_RANK) throw new RangeError("a tensor of unknown type or rank");
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(8 + 4 * axis, true));
  // A copy, unlike a Buffer's slice(): the values need an aligned buffer that nothing else shares.
  const values = new Uint8Array(bytes.subarray(8 + 4 * rank));
  if (values.length !== sizeOf(shape) * (dtype === "bool" ? 1 : 4))
    throw new RangeError("a tensor whose values do not fit its shape");
  return { $: "tensor", shape, dtype, data: typedArray(dtype, values) };
}

function typedArray(dtype: TensorDtype, bytes: Uint8Array): TensorValue["data"] {
  if (dtype === "float32") return new Float32Array(bytes.buffer);
  return dtype === "int32" ? new Int32Array(bytes.buffer) : bytes;
}
