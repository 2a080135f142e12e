import { deriveSeed } from "@robustness-lab/fixtures";
import { check, ClaimFailure, PASSED, type CheckContext } from "../check.ts";
import { claim } from "../claims.ts";
import { claimFair, isFair } from "../probes/chance.ts";
import { ASKED, channelFactors, CHANNELS, keptOf, unitFactors, type Factors } from "../probes/dropout.ts";

/*
 * Exercise 2.2 in training mode. Masks are read from logits, and which ones were drawn is up to the submission: what is
 * judged is that they are tosses of a coin, a toss for each image and channel or unit, decided by the seed. A right
 * submission fails one of the ten claims about chance in one run of a million.
 */

type Mask = readonly (readonly (boolean | null)[])[];

check("lenet.channels", async (context) => {
  await claimMasks(context, "channel", channelFactors);
  return PASSED;
});

check("lenet.units", async (context) => {
  const units = await claimMasks(context, "unit", unitFactors);
  const channels = await channelMaskOrNothing(context, context.seed);
  if (channels === undefined) return PASSED;
  // tf.dropout draws row by row: with one seed the two masks agree place by place, along the batch or in each image.
  const alike = [
    agreements(channels.flat(), units.flat().slice(0, channels.length * CHANNELS)),
    channels.flatMap((row, image) => agreements(row, units[image] ?? [])),
  ];
  claim(alike.every(isFair), `${ASKED}: the units that are dropped are not independent of the channels that are`);
  return PASSED;
});

/** Claims fair tosses, another one at each place, and that the seed decides them. */
async function claimMasks(
  context: CheckContext,
  noun: string,
  factorsFor: (context: CheckContext, seed: number) => Promise<Factors>,
): Promise<Mask> {
  const maskFor = async (seed: number): Promise<Mask> => keptOf(await factorsFor(context, seed), noun);
  const mask = await maskFor(context.seed);
  claimFair(mask.flat().filter(isSeen), `${ASKED}: a ${noun} is kept`);
  claimFair(mask.flatMap(neighbours), `${ASKED}: a ${noun} of an image is dropped or kept with the one before it`);
  const images = mask.flatMap((row, image) => (image % 2 === 0 ? agreements(row, mask[image + 1] ?? []) : []));
  claimFair(images, `${ASKED}: a ${noun} is dropped or kept with that of the image before`);
  const again = agreements(mask.flat(), (await maskFor(context.seed)).flat());
  claim(again.every(Boolean), `${ASKED}: with the same seed again other ${noun}s are dropped`);
  const other = agreements(mask.flat(), (await maskFor(deriveSeed(context.seed, "other"))).flat());
  claimFair(other, `${ASKED}: a ${noun} is dropped or kept as with another seed`);
  return mask;
}

/** For each toss that is seen in both masks, whether the two are the same. */
function agreements(left: readonly (boolean | null)[], right: readonly (boolean | null)[]): readonly boolean[] {
  return left.flatMap((toss, index) => {
    const other = right[index] ?? null;
    return toss === null || other === null ? [] : [toss === other];
  });
}

/** Agreements of places 0 and 1, 2 and 3, and so on: pairs that share no toss. */
function neighbours(row: readonly (boolean | null)[]): readonly boolean[] {
  const even = row.filter((_, index) => index % 2 === 0);
  const odd = row.filter((_, index) => index % 2 === 1);
  return agreements(even, odd);
}

function isSeen(toss: boolean | null): toss is boolean {
  return toss !== null;
}

/** The channels' mask, where they are dropped as they should be: what else they are is no matter of the units. */
async function channelMaskOrNothing(context: CheckContext, seed: number): Promise<Mask | undefined> {
  try {
    return keptOf(await channelFactors(context, seed), "channel");
  } catch (error) {
    if (error instanceof ClaimFailure) return undefined;
    throw error;
  }
}
