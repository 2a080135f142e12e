import { crc32, deflateRawSync } from "node:zlib";

/** One entry of a zip to be made; a mode of 0o120777 makes it a symlink whose target is its contents. */
export interface ZipItem {
  readonly path: string;
  readonly contents?: string | Uint8Array;
  readonly mode?: number;
  /** Stored where it is false. */
  readonly deflate?: boolean;
  /** What the headers claim in place of the truth. */
  readonly claimedSize?: number;
  readonly claimedCrc?: number;
}

const UTF8_NAMES = 0x800;
const MADE_BY_UNIX = 0x031e;

/** A zip archive with exactly these entries, however ill-behaved: no check, no sorting, no time stamps. */
export function makeZip(items: readonly ZipItem[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const item of items) {
    const { fields, name, data } = encode(item);
    const local = Buffer.concat([u32(0x04034b50), fields, name, data]);
    const attributes = u32(((item.mode ?? 0o100644) << 16) >>> 0);
    const rest = [u16(0), u16(0), u16(0), attributes, u32(offset), name];
    directory.push(Buffer.concat([u32(0x02014b50), u16(MADE_BY_UNIX), fields, ...rest]));
    locals.push(local);
    offset += local.length;
  }
  const size = directory.reduce((sum, record) => sum + record.length, 0);
  const counts = [u16(0), u16(0), u16(items.length), u16(items.length)];
  return Buffer.concat([...locals, ...directory, u32(0x06054b50), ...counts, u32(size), u32(offset), u16(0)]);
}

function encode(item: ZipItem): { readonly fields: Buffer; readonly name: Buffer; readonly data: Buffer } {
  const contents = Buffer.from(item.contents ?? "");
  const method = item.deflate === false ? 0 : 8;
  const data = method === 0 ? contents : deflateRawSync(contents);
  const name = Buffer.from(item.path);
  const sizes = [u32(data.length), u32(item.claimedSize ?? contents.length), u16(name.length), u16(0)];
  const checksum = u32(item.claimedCrc ?? crc32(contents));
  const fields = [u16(20), u16(UTF8_NAMES), u16(method), u16(0), u16(0), checksum, ...sizes];
  return { fields: Buffer.concat(fields), name, data };
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
