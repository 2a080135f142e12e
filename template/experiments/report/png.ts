import { crc32, deflateSync } from "node:zlib";
import { IMAGE_SIDE } from "@robustness-lab/fixtures";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const EIGHT_BITS = 8;

/** Grey bytes of a 28 x 28 digit, in base64, as the data URI of a PNG. */
export function toPngUri(image: string): string {
  const pixels = Buffer.from(image, "base64");
  // Each row begins with its filter: 0, none.
  const rows = Array.from({ length: IMAGE_SIDE }, (_, row) =>
    Buffer.concat([Buffer.of(0), pixels.subarray(row * IMAGE_SIDE, (row + 1) * IMAGE_SIDE)]),
  );
  // Grey, the usual compression and filters, not interlaced.
  const header = Buffer.alloc(13);
  header.writeUInt32BE(IMAGE_SIDE, 0);
  header.writeUInt32BE(IMAGE_SIDE, 4);
  header.writeUInt8(EIGHT_BITS, 8);
  const chunks = [
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.concat(rows))),
    chunk("IEND", Buffer.alloc(0)),
  ];
  return `data:image/png;base64,${Buffer.concat([SIGNATURE, ...chunks]).toString("base64")}`;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
