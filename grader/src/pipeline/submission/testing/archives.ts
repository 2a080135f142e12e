import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { makeZip, rawEntry, TAR_END } from "@robustness-lab/fixtures/corpus";
import { tarArchives } from "./tar-archives.ts";
import { zipArchives } from "./zip-archives.ts";

const SHARES = fc.nat(999).map((thousandths) => thousandths / 1000);

/** Damage done to a whole archive. */
const damages = fc.record({
  /** The share that is left of it. */
  cut: fc.option(SHARES, { nil: undefined, freq: 6 }),
  /** Bits that are flipped, as shares of its length. */
  flips: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, fc.array(fc.tuple(SHARES, fc.nat(7)), { maxLength: 20 })),
});

/** Sound and hostile archives of every kind that is read: headers that lie, cut and damaged ones, archives in archives. */
export const archives: fc.Arbitrary<Buffer> = fc
  .tuple(fc.oneof(tarArchives, zipArchives), damages, fc.constantFrom("", "", "", "", "zip", "tar", "gz"))
  .map(([archive, { cut, flips }, around]) => {
    const damaged = Buffer.from(cut === undefined ? archive : archive.subarray(0, Math.floor(cut * archive.length)));
    for (const [share, bit] of flips) {
      const at = Math.floor(share * damaged.length);
      if (at < damaged.length) damaged.writeUInt8(damaged.readUInt8(at) ^ (1 << bit), at);
    }
    return packed(damaged, around);
  });

function packed(archive: Buffer, around: string): Buffer {
  if (around === "zip") return makeZip([{ path: "src/inner.ts", contents: archive.subarray(0, 65_536) }]);
  if (around === "tar") return Buffer.concat([rawEntry({ name: "src/inner.ts", data: archive }), TAR_END]);
  return around === "gz" ? gzipSync(archive, { level: 1 }) : archive;
}
