import { createHmac, scryptSync } from "node:crypto";
import { randomFromState, type Random } from "@robustness-lab/fixtures/random";

/** The source of all randomness in one check. */
export interface CheckSeeds {
  /** For the judge's draws. */
  readonly random: Random;
  /** For arguments that are seeds. It reveals nothing about the judge's draws. */
  readonly seed: number;
}

/** A tenth of a second for each run seed that an attacker tries: seven years for all 2^31 of them. */
const SCRYPT = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };

/**
 * Returns a function from check ids to seeds, for one run. A submission receives seeds and sees probes. To derive from them
 * the run's seed or the draws of other checks, it would have to try all run seeds, and scrypt makes that too slow.
 */
export function checkSeeds(runSeed: number): (checkId: string) => CheckSeeds {
  const key = keyOf(runSeed);
  return (checkId) => {
    const digest = (use: string): Buffer => createHmac("sha256", key).update(`${use}/${checkId}`).digest();
    const state = digest("draws");
    const word = (at: number): number => state.readInt32LE(4 * at);
    return {
      random: randomFromState([word(0), word(1), word(2), word(3)]),
      seed: (digest("seed").readUInt32LE() % (2 ** 31 - 1)) + 1,
    };
  };
}

let last: { readonly runSeed: number; readonly key: Buffer } | undefined;

/** Made once for a class, whose submissions share a seed. */
function keyOf(runSeed: number): Buffer {
  if (last?.runSeed !== runSeed)
    last = { runSeed, key: scryptSync(String(runSeed), "robustness-lab/probes", 32, SCRYPT) };
  return last.key;
}
