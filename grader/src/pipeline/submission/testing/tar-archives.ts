import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { paxRecord, rawEntry, TAR_END } from "@robustness-lab/fixtures/corpus";

const ODD_CHARACTERS = ["a", "/", ".", "\\", "\0", "\n", "\u00e9", "\u0301", "\u202e", "\ud800", "\u{1f600}", "\uffff"];

/** Paths as real tools and as attackers write them. */
export const paths = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("src/mnist/fgsm.ts", "src/a.ts", "hw/src/a.ts", "answers.md", "src/A.ts") },
  fc.constantFrom("", ".", "..", "/", "../x.ts", "/etc/passwd", "C:\\a.ts", "src/", "src/a.ts/", "node_modules/x/i.js"),
  fc.string({ unit: fc.constantFrom(...ODD_CHARACTERS), maxLength: 120 }).map((text) => `src/${text}.ts`),
  fc.nat(3000).map((length) => `src/${"d/".repeat(length / 2)}a.ts`),
  // Combining marks, which take long to normalize.
  fc.nat(3000).map((length) => `src/${"\u0301\u0316".repeat(length)}.ts`),
);

const contents = fc.oneof(
  { weight: 8, arbitrary: fc.constant(Buffer.from("export const fgsm = 1;\n")) },
  { weight: 3, arbitrary: fc.uint8Array({ maxLength: 2000 }) },
  fc.constantFrom(1000, 300_000, 3_000_000).map((length) => Buffer.alloc(length)),
);

/** The field of a size: octal, base 256, negative, or not a number. */
const sizes = fc.oneof(
  fc.nat(4096).map((size) => size.toString(8).padStart(11, "0")),
  fc.constantFrom("77777777777", "\x80\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", "-0000000001", "99999999999", "z"),
  fc.constantFrom("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", "\x80\0\0\0\0\0\0\0\0\0\x02\0", "", "      "),
);

const paxKeys = fc.constantFrom(
  ...["path", "linkpath", "size", "size", "mtime", "GNU.sparse.major", "GNU.sparse.map", "GNU.sparse.realsize"],
  ...["SCHILY.xattr.user.x", "hdrcharset", "__proto__", "constructor", "comment", ""],
);
const paxValues = fc.oneof(paths, fc.constantFrom("-1", "0", "1e9", "9007199254740993", "NaN", "1,2,3"), fc.string());
const KEYS = [300, 20_000, 60_000, 400_000].map((count) =>
  Buffer.from(Array.from({ length: count }, (_, index) => paxRecord(index.toString(36), "")).join("")),
);
const paxData = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .array(fc.tuple(paxKeys, paxValues, fc.option(fc.nat(100_000), { nil: undefined, freq: 6 })), { maxLength: 8 })
      .map((records) => Buffer.from(records.map((record) => paxRecord(...record)).join(""))),
  },
  // Many keys, which a reader may copy for every header that follows.
  fc.constantFrom(...KEYS),
);

const magics = fc.oneof(
  { weight: 40, arbitrary: fc.constantFrom("ustar\x0000", "ustar  \0") },
  fc.constantFrom("", "USTAR\x0000", "\xff"),
);
const rare = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 8 });

const files = fc.record({
  name: paths,
  type: fc.constantFrom("0", "0", "0", "\0", "7", "5", "1", "2", "3", "6", "S", "D", "M", "V", "N", "A", "\xff"),
  data: contents,
  size: rare(sizes),
  magic: magics,
  target: fc.constantFrom("", "/etc/passwd", "../.."),
  checksumError: fc.nat(40).map((draw) => Number(draw === 0)),
});
const paxHeaders = fc.record({
  name: paths,
  type: fc.constantFrom("x", "x", "g", "X"),
  data: paxData,
  size: rare(sizes),
  magic: magics,
});
const longNames = fc.record({
  name: fc.constant("././@LongLink"),
  type: fc.constantFrom("L", "K", "N"),
  data: fc.oneof(paths, fc.string({ maxLength: 5000 })).map((path) => Buffer.from(`${path}\0`)),
  size: rare(sizes),
  magic: fc.constant("ustar  \0"),
});

/** An entry, once or, up to a limit on bytes, many times. */
const repeated = fc
  .tuple(fc.oneof({ weight: 3, arbitrary: files }, paxHeaders, longNames), rare(fc.nat(4000)))
  .map(([entry, times = 1]) => {
    const { size, ...rest } = entry;
    const bytes = rawEntry(size === undefined ? rest : { ...rest, size });
    return Buffer.concat(
      Array<Buffer>(Math.max(1, Math.min(times, Math.floor(MOST_BYTES / bytes.length)))).fill(bytes),
    );
  });
const MOST_BYTES = 1024 * 1024;

const tars = fc
  .tuple(
    fc.array(repeated, { minLength: 1, maxLength: 12 }),
    fc.constantFrom(TAR_END, Buffer.alloc(0), Buffer.alloc(511)),
  )
  .map(([entries, end]) => Buffer.concat([...entries, end]));

/** A tar, gzipped once, in parts, or not. */
export const tarArchives = fc.tuple(tars, fc.constantFrom("plain", "gzip", "parts")).map(([tar, packing]) => {
  if (packing === "plain") return tar;
  const half = Math.floor(tar.length / 2);
  const parts = packing === "gzip" ? [tar] : [tar.subarray(0, half), tar.subarray(half)];
  return Buffer.concat(parts.map((part) => gzipSync(part, { level: 1 })));
});
