import { HAND_IN_LIMITS } from "@robustness-lab/fixtures/hand-in";

const KIB = 1024;
const MIB = 1024 * KIB;

/** Limits for staging and bundling. The reference solution has 14 files of 4 KiB: these only stop accidents and attacks. */
export const STAGING_LIMITS = {
  ...HAND_IN_LIMITS,
  /** All entries, including node_modules in an archive. */
  maxScannedEntries: 50_000,
  /** The unpacked size of a tar, including ignored entries, which must be read to be skipped. */
  maxUnpackedBytes: 512 * MIB,
  /** Source text deflates about 5:1, a bomb 1000:1. Files below ratioFreeBytes are exempt. */
  maxCompressionRatio: 100,
  ratioFreeBytes: 256 * KIB,
  /** All headers of a tar before one entry, and its padding at the end: real tools write a few kilobytes. */
  maxHeaderBytes: 512 * KIB,
  /** Paths above this are not even looked at: some take a time that grows with the square of their length. */
  maxRawPathLength: 4096,
  /** Of a file outside src/ that may be meant for it, or be the written part; larger ones are not looked at. */
  maxLooseBytes: 256 * KIB,
  maxLooseTotalBytes: 10 * MIB,
  /** Documents such as a PDF, which are kept for who marks. A scan of ten pages has 5 to 15 MiB. */
  maxDocuments: 5,
  maxDocumentBytes: 20 * MIB,
  maxDocumentsBytes: 40 * MIB,
  /** Archives in a submission: how many are tried, how large, and how deep. */
  maxInnerArchives: 3,
  maxInnerBytes: 48 * MIB,
  maxInnerDepth: 3,
  maxNameLength: 100,
  maxNotes: 50,
  /** Processor time of the process that reads a submission. 50 000 entries and 512 MiB take it about 3 s. */
  readCpuSeconds: 4,
  /** For a slow disk. Processor time runs out earlier. */
  readMs: 60_000,
  readerHeapMib: 192,
  /** Private memory of that process. */
  readerBytes: 448 * MIB,
  maxBundleBytes: 5 * MIB,
  compileTimeoutMs: 10_000,
  /** All files together. */
  compileTotalMs: 60_000,
  /** Resident memory of a compiler. A few lines of constants can double a string thirty times. */
  maxCompilerBytes: 1024 * MIB,
  /** After this many files that do not finish compiling, the rest is not compiled. */
  maxStalls: 3,
} as const;
