import { createHmac, scryptSync } from "node:crypto";
import { randomFromState, type Random } from "@robustness-lab/fixtures/random";

/** What the chance in one check is drawn from. */
export interface CheckSeeds {
  /** For what the judge draws. */
  readonly random: Random;
  /** For what takes a seed, the submission's functions among them: it tells nothing of the judge's draws. */
  readonly seed: number;
}

/** A tenth of a second for each seed that somebody tries: 2^31 of them are seven years. */
const SCRYPT = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };

/**
 * The seeds of the checks of one run. A submission is handed seeds and sees probes: from neither can it find the seed of the
 * run, or what other checks draw, without trying all seeds in turn, which scrypt makes too slow.
 */
export function checkSeeds(runSeed: number): (checkId: string) => CheckSeeds {
  const key = scryptSync(String(runSeed), "robustness-lab/probes", 32, SCRYPT);
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
