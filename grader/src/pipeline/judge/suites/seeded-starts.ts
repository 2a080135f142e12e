import type { Random } from "@robustness-lab/fixtures";
import type { Submission } from "../../run/observation.ts";
import { claim } from "../claims.ts";
import { norm2, type Vector } from "../expected/vectors.ts";
import * as images from "../probes/images.ts";
import { ROUNDING, start, type Start } from "./start-calls.ts";

/** Equal modulo the powers of 2 up to 2^16 and those of 10 up to 10^6. */
const SAME_REMAINDERS = 2 ** 16 * 5 ** 6;
const LARGEST_SEED = 2 ** 31 - 1;

/**
 * Claims that a start is the same for the same seed, also after other calls, and another one for every other seed: for
 * neighbours, for the smallest and the largest seeds, and for seeds with the same remainders.
 */
export async function claimFollowsSeed(
  submission: Submission,
  name: Start,
  random: Random,
  seed: number,
): Promise<void> {
  const grey = images.drawImages(random, 3, [4, 5, 1], 0.4, 0.6);
  const asked = `${name} with epsilon = 0.3`;
  const movesFor = async (each: number): Promise<readonly Vector[]> =>
    images.displacements(grey, await start(submission, name, grey, 0.3, each, asked));
  const first = (seed % 1e9) + 1;
  const seeds = [first, first + 1, first + SAME_REMAINDERS, 1, 2, LARGEST_SEED - 1, LARGEST_SEED];
  const starts: (readonly Vector[])[] = [];
  for (const each of seeds) starts.push(await movesFor(each));
  const again = await movesFor(first);
  claim(differing(starts[0] ?? [], again) === 0, `${asked}: two calls with one seed gave two starts`);
  const claimOther = name === "randomStartL2" ? claimUnlikeInLength : claimUnlike;
  starts.forEach((one, place) => {
    for (const other of starts.slice(place + 1)) claimOther(one, other, asked);
  });
}

/** Claims that two starts have few pixels in common. */
function claimUnlike(one: readonly Vector[], other: readonly Vector[], asked: string): void {
  // Two draws come as close by chance once in ten thousand times; those of the wrong kind may, but not nearly all.
  const alike = one.flat().length - differing(one, other, 10 * ROUNDING);
  claim(alike < 0.9 * one.flat().length, `${asked}: two seeds gave the same start, or the same directions`);
}

/** For l2: neither the directions nor the lengths are those of another seed. */
function claimUnlikeInLength(one: readonly Vector[], other: readonly Vector[], asked: string): void {
  claimUnlike(one.map(unit), other.map(unit), asked);
  const lengths = one.map(norm2);
  // Lengths that do not vary at all are a mistake about the radius, not about the seed.
  const vary = Math.max(...lengths) - Math.min(...lengths) > ROUNDING;
  const isSame = other.every((delta, image) => Math.abs(norm2(delta) - (lengths[image] as number)) <= ROUNDING);
  claim(!vary || !isSame, `${asked}: two seeds gave displacements of the same lengths`);
}

function unit(delta: Vector): Vector {
  const length = Math.max(ROUNDING, norm2(delta));
  return delta.map((by) => by / length);
}

/** The number of pixels that differ by more than rounding. */
function differing(one: readonly Vector[], other: readonly Vector[], rounding = ROUNDING): number {
  const others = other.flat();
  return one.flat().filter((by, place) => Math.abs(by - (others[place] as number)) > rounding).length;
}
