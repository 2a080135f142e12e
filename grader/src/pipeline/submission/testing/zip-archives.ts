import fc from "fast-check";
import { makeZip } from "@robustness-lab/fixtures/corpus";
import { paths } from "./tar-archives.ts";

const ZEROS = Buffer.alloc(3 * 1024 * 1024);

const items = fc.record(
  {
    path: paths,
    contents: fc.oneof(
      { weight: 8, arbitrary: fc.constant<string | Uint8Array>("export const fgsm = 1;\n") },
      { weight: 4, arbitrary: fc.uint8Array({ maxLength: 2000 }) },
      // Bombs.
      fc.constantFrom(1000, 300_000, ZEROS.length).map((length) => ZEROS.subarray(0, length)),
    ),
    mode: fc.constantFrom(0, 0o100644, 0o120777, 0o040755, 0o020666, 0o177777),
    deflate: fc.boolean(),
    claimedSize: fc.constantFrom(0, 1, 100, 0x7fffffff, 0xffffffff),
    claimedCrc: fc.constantFrom(0, 1),
  },
  { requiredKeys: ["path"] },
);

/** Fields of central headers, end records and zip64 records that are overwritten, wherever the bytes lie. */
const fields = fc.record({
  signature: fc.constantFrom("PK\x01\x02", "PK\x05\x06", "PK\x03\x04"),
  offset: fc.integer({ min: 4, max: 45 }),
  value: fc.constantFrom(0, 1, 0xff, 0xffff, 0xffffffff, 0x80000000),
});

const zip64 = fc.record({
  entries: fc.constantFrom(0n, 1n, 2n, 1n << 40n, 1n << 63n),
  offset: fc.constantFrom(0n, 1n, 1n << 40n, (1n << 53n) + 1n, (1n << 63n) - 1n, 1n << 63n),
  at: fc.constantFrom(undefined, 0n, 1n << 40n, 1n << 62n, (1n << 64n) - 1n),
});

/** Zips, some with contradicting fields, some with zip64 records, some with bytes in front or a comment. */
export const zipArchives = fc
  .record({
    items: fc.array(items, { maxLength: 12 }),
    copies: fc.constantFrom(1, 1, 1, 1, 1, 1, 1, 300),
    fields: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(fields, { maxLength: 3 })),
    zip64: fc.option(zip64, { nil: undefined, freq: 4 }),
    extra: fc.option(fc.uint8Array({ maxLength: 300 }), { nil: undefined, freq: 6 }),
  })
  .map(({ items, copies, fields, zip64, extra }) => {
    const small = copies === 1 ? items : items.map((item) => ({ ...item, contents: "export {};\n", deflate: false }));
    let zip = makeZip(Array<typeof small>(copies).fill(small).flat());
    for (const { signature, offset, value } of fields) overwrite(zip, signature, offset, value);
    if (zip64 !== undefined) zip = withZip64(zip, zip64);
    return extra === undefined ? zip : Buffer.concat([zip, extra]);
  });

function overwrite(zip: Buffer, signature: string, offset: number, value: number): void {
  const at = zip.lastIndexOf(signature, undefined, "latin1") + offset;
  if (at >= offset && at + 4 <= zip.length) zip.writeUInt32LE(value, at);
}

function withZip64(zip: Buffer, { entries, offset, at }: { entries: bigint; offset: bigint; at: bigint | undefined }) {
  const end = zip.subarray(zip.length - 22);
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(entries, 24);
  record.writeBigUInt64LE(entries, 32);
  record.writeBigUInt64LE(offset, 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(at ?? BigInt(zip.length - 22), 8);
  return Buffer.concat([zip.subarray(0, zip.length - 22), record, locator, end]);
}
