import { readFile } from "node:fs/promises";
import { execa } from "execa";

/** The widest vector unit first. Linux lists flags (Arm: Features) in /proc/cpuinfo; macOS answers `sysctl hw.optional`. */
const UNITS = {
  "AVX-512": /^flags\s*:.*\bavx512f\b|^hw\.optional\.avx512f: 1$/m,
  AVX2: /^flags\s*:.*\bavx2\b|^hw\.optional\.avx2_0: 1$/m,
  NEON: /^Features\s*:.*\basimd\b|^hw\.optional\.(neon|AdvSIMD): 1$/m,
} as const;

/** The widest vector unit that a processor's description lists; undefined if it lists none that we know. */
export function vectorUnitIn(description: string): string | undefined {
  return Object.entries(UNITS).find(([, pattern]) => pattern.test(description))?.[0];
}

/** The widest vector unit of this machine; undefined if its system does not say. */
export async function readVectorUnit(): Promise<string | undefined> {
  const description =
    process.platform === "darwin"
      ? execa("sysctl", ["hw.optional"]).then(({ stdout }) => stdout)
      : readFile("/proc/cpuinfo", "utf8");
  return vectorUnitIn(await description.catch(() => ""));
}
