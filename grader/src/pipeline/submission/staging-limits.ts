const KIB = 1024;
const MIB = 1024 * KIB;

/** Every limit a submission is held to. A reference solution is 14 files of 4 KiB: these only stop accidents and attacks. */
export const STAGING_LIMITS = {
  /** Files and folders that are not ignored. */
  maxEntries: 2000,
  /** Everything met, node_modules in an archive included. */
  maxScannedEntries: 50_000,
  maxFileBytes: 2 * MIB,
  /** All file contents read, those given up half-way included. */
  maxTotalBytes: 20 * MIB,
  /** What a tar may unpack to, ignored entries included: they have to be read to be skipped. */
  maxUnpackedBytes: 512 * MIB,
  /** Source text deflates about 5:1; a bomb 1000:1. Small files of one repeated letter are let off. */
  maxCompressionRatio: 100,
  ratioFreeBytes: 256 * KIB,
  maxPathLength: 200,
  maxDepth: 12,
  maxNameLength: 100,
  maxNotes: 50,
  /** Above it, deeply nested code can overflow the stack of esbuild, which takes the compiler down. */
  maxSourceBytes: 128 * KIB,
  maxBundleBytes: 5 * MIB,
  compileTimeoutMs: 10_000,
  /** All files together. */
  compileTotalMs: 60_000,
  /** Resident memory of a compiler: a few lines of constants can double a string thirty times. */
  maxCompilerBytes: 1024 * MIB,
  /** After so many files that never finish compiling the rest is not tried. */
  maxStalls: 3,
} as const;

/** A size for people: 300 bytes, 12 KiB, 2 MiB. */
export function formatBytes(bytes: number): string {
  if (bytes < KIB) return `${bytes} bytes`;
  return bytes < MIB ? `${Math.ceil(bytes / KIB)} KiB` : `${Math.ceil((bytes / MIB) * 10) / 10} MiB`;
}
