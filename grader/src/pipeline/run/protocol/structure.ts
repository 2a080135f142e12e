/** Limits on the contents of a message: one byte of MessagePack can take a hundred bytes of memory. */
export interface StructureLimits {
  /** All values, including nested ones and the keys of maps. */
  readonly maxValues: number;
  readonly maxDepth: number;
}

/** The bytes are not one MessagePack value, or it exceeds the limits. */
export class StructureError extends Error {
  override readonly name = "StructureError";
}

/** The head of a value: the bytes to skip, and the number of values inside. */
interface Head {
  readonly bytes: number;
  readonly children: number;
}

/**
 * Walks over one MessagePack value without building it.
 *
 * @throws StructureError if it is cut short, is followed by more bytes, or exceeds the limits
 * @see https://github.com/msgpack/msgpack/blob/master/spec.md
 */
export function assertStructure(body: Uint8Array, { maxValues, maxDepth }: StructureLimits): void {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  /** For each open array or map, the values still to come. */
  const open: number[] = [1];
  let offset = 0;
  let values = 0;
  while (open.length > 0) {
    const left = open.pop() as number;
    if (left === 0) continue;
    open.push(left - 1);
    values += 1;
    if (values > maxValues) throw new StructureError(`it holds more than ${maxValues} values`);
    const { bytes, children } = headAt(view, offset);
    offset += bytes;
    if (offset > body.length) throw new StructureError("it is cut short");
    if (children > 0) open.push(children);
    if (open.length > maxDepth + 1) throw new StructureError(`it nests deeper than ${maxDepth}`);
  }
  if (offset !== body.length) throw new StructureError("it is followed by more bytes");
}

function headAt(view: DataView, offset: number): Head {
  if (offset >= view.byteLength) throw new StructureError("it is cut short");
  const first = view.getUint8(offset);
  if (first <= 0x7f || first >= 0xe0) return scalar(1);
  if (first <= 0x8f) return { bytes: 1, children: 2 * (first & 0x0f) };
  if (first <= 0x9f) return { bytes: 1, children: first & 0x0f };
  if (first <= 0xbf) return scalar(1 + (first & 0x1f));
  return longHead(view, offset, first);
}

/** Types with a first byte from 0xc0 to 0xdf. */
function longHead(view: DataView, offset: number, first: number): Head {
  const fixed = FIXED_BYTES.get(first);
  if (fixed !== undefined) return scalar(fixed);
  const counted = COUNTED.get(first);
  if (counted === undefined) throw new StructureError(`0x${first.toString(16)} starts no value`);
  const { width, extra, children } = counted;
  if (offset + 1 + width > view.byteLength) throw new StructureError("it is cut short");
  const count = readCount(view, offset + 1, width);
  const head = 1 + width + extra;
  return children === 0 ? scalar(head + count) : { bytes: head, children: children * count };
}

function readCount(view: DataView, offset: number, width: 1 | 2 | 4): number {
  if (width === 1) return view.getUint8(offset);
  return width === 2 ? view.getUint16(offset) : view.getUint32(offset);
}

function scalar(bytes: number): Head {
  return { bytes, children: 0 };
}

/** Total bytes of nil, false, true, float 32/64, uint 8-64, int 8-64, fixext 1-16. */
const FIXED_BYTES: ReadonlyMap<number, number> = new Map([
  ...([0xc0, 0xc2, 0xc3] as const).map((first) => [first, 1] as const),
  ...([5, 9] as const).map((bytes, index) => [0xca + index, bytes] as const),
  ...([2, 3, 5, 9, 2, 3, 5, 9] as const).map((bytes, index) => [0xcc + index, bytes] as const),
  ...([1, 2, 4, 8, 16] as const).map((bytes, index) => [0xd4 + index, 2 + bytes] as const),
]);

interface Counted {
  /** Bytes of the count. */
  readonly width: 1 | 2 | 4;
  /** Bytes between the count and the contents: the type of an extension. */
  readonly extra: 0 | 1;
  /** Values per count; 0 if the count is in bytes. */
  readonly children: 0 | 1 | 2;
}

/** bin, ext, str, array, map. */
const COUNTED: ReadonlyMap<number, Counted> = new Map<number, Counted>([
  [0xc4, { width: 1, extra: 0, children: 0 }],
  [0xc5, { width: 2, extra: 0, children: 0 }],
  [0xc6, { width: 4, extra: 0, children: 0 }],
  [0xc7, { width: 1, extra: 1, children: 0 }],
  [0xc8, { width: 2, extra: 1, children: 0 }],
  [0xc9, { width: 4, extra: 1, children: 0 }],
  [0xd9, { width: 1, extra: 0, children: 0 }],
  [0xda, { width: 2, extra: 0, children: 0 }],
  [0xdb, { width: 4, extra: 0, children: 0 }],
  [0xdc, { width: 2, extra: 0, children: 1 }],
  [0xdd, { width: 4, extra: 0, children: 1 }],
  [0xde, { width: 2, extra: 0, children: 2 }],
  [0xdf, { width: 4, extra: 0, children: 2 }],
]);
