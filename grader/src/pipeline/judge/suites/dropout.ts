import { check, ClaimFailure, PASSED, type CheckContext } from "../check.ts";
import { claim } from "../claims.ts";
import { claimFair, isFair } from "../probes/chance.ts";
import {
  askedOf,
  channelFactors,
  CHANNELS,
  keptOf,
  unitFactors,
  type Factors,
  type TrainingCall,
} from "../probes/dropout.ts";

/*
 * The masks of exercise 2.2 in training mode; they are decoded from logits. A submission may draw any masks: the claims are that
 * they are fair coin tosses, one for each image and channel or unit, and that the seed determines them. A right submission
 * fails one of the fourteen claims about chance with a probability of at most 1.4e-6. A rate of 0.43 or 0.57 for the channels, or
 * 0.45 or 0.55 for the units, is caught but for 1 run in 10 000 even where what is kept is doubled; other scales always are.
 */

/** The images of one call; each must get its own mask. */
const IMAGES = 128;

/** More pairs of images with equal masks among 128, of 20 channels or more, have a probability of 1e-7. */
const EQUAL_PAIRS = 2;

type Mask = readonly (readonly (boolean | null)[])[];

check("lenet.channels", async (context) => {
  await claimMasks(context, "channel", channelFactors);
  return PASSED;
});

check("lenet.units", async (context) => {
  const units = await claimMasks(context, "unit", unitFactors);
  const channels = await channelMask(context);
  if (channels === undefined) return PASSED;
  // With one seed for both, tf.dropout draws masks that agree place by place, over the batch or within each image.
  const alike = [
    agreements(channels.flat(), units.flat().slice(0, channels.length * CHANNELS)),
    channels.flatMap((row, image) => agreements(row, units[image] ?? [])),
  ];
  claim(alike.every(isFair), `${asked}: the units that are dropped are not independent of the channels that are`);
  return PASSED;
});

const asked = askedOf({ images: IMAGES, seed: 1 });

/** Claims fair tosses that are independent of their neighbours, and that the seed determines them. */
async function claimMasks(
  context: CheckContext,
  noun: string,
  factorsFor: (context: CheckContext, call: TrainingCall) => Promise<Factors>,
): Promise<Mask> {
  const maskFor = async (seed: number): Promise<Mask> =>
    keptOf(await factorsFor(context, { images: IMAGES, seed }), noun, asked);
  const mask = await maskFor(context.seed);
  claimFair(mask.flatMap(neighbours), `${asked}: a ${noun} of an image is dropped or kept with the one before it`);
  const images = mask.flatMap((row, image) => (image % 2 === 0 ? agreements(row, mask[image + 1] ?? []) : []));
  claimFair(images, `${asked}: a ${noun} is dropped or kept with that of the image before`);
  const shown = mask.filter((row) => !row.includes(null));
  claim(equalPairs(shown) <= EQUAL_PAIRS, `${asked}: several images lose the same ${noun}s`);
  claim(equalPairs(transposed(mask)) === 0, `${asked}: two ${noun}s are dropped and kept together in all images`);
  const again = agreements(mask.flat(), (await maskFor(context.seed)).flat());
  claim(again.every(Boolean), `${asked}: with the same seed again other ${noun}s are dropped`);
  const other = await maskFor(otherSeed(context.seed));
  claimFair(agreements(mask.flat(), other.flat()), `${asked}: a ${noun} is dropped or kept as with another seed`);
  claimFair([...mask.flat(), ...other.flat()].filter(isVisible), `${asked}: a ${noun} is kept`);
  return mask;
}

/** A seed that is as even or odd and has the same last digits: the first ones are not to be lost. */
function otherSeed(seed: number): number {
  return seed > 2 ** 30 ? seed - 1000 : seed + 1000;
}

/** How many pairs of rows agree wherever both are visible. */
function equalPairs(rows: Mask): number {
  const pairs = rows.map((row, index) => rows.slice(index + 1).filter((other) => isAlike(row, other)).length);
  return pairs.reduce((total, count) => total + count, 0);
}

/** Twenty tosses are those of the channels of an image; in fewer, two rows can agree by chance. */
function isAlike(left: readonly (boolean | null)[], right: readonly (boolean | null)[]): boolean {
  // Most of the eight thousand pairs differ in their first tosses.
  const differ = left.some((toss, index) => toss !== null && right[index] === !toss);
  return !differ && agreements(left, right).length >= CHANNELS;
}

/** By place, and in it by image. */
function transposed(mask: Mask): Mask {
  return (mask[0] ?? []).map((_, place) => mask.map((row) => row[place] ?? null));
}

/** For each toss that is visible in both masks, whether the two agree. */
function agreements(left: readonly (boolean | null)[], right: readonly (boolean | null)[]): readonly boolean[] {
  return left.flatMap((toss, index) => {
    const other = right[index] ?? null;
    return toss === null || other === null ? [] : [toss === other];
  });
}

/** Agreements of places 0 and 1, 2 and 3 and so on: disjoint pairs, which are independent. */
function neighbours(row: readonly (boolean | null)[]): readonly boolean[] {
  const even = row.filter((_, index) => index % 2 === 0);
  const odd = row.filter((_, index) => index % 2 === 1);
  return agreements(even, odd);
}

function isVisible(toss: boolean | null): toss is boolean {
  return toss !== null;
}

/** The channels' mask; undefined if it is invalid, which lenet.channels judges. */
async function channelMask(context: CheckContext): Promise<Mask | undefined> {
  try {
    return keptOf(await channelFactors(context, { images: IMAGES, seed: context.seed }), "channel", asked);
  } catch (error) {
    if (error instanceof ClaimFailure) return undefined;
    throw error;
  }
}
