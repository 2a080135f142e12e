import { deriveSeed } from "@robustness-lab/fixtures";
import { check, ClaimFailure, PASSED, type CheckContext } from "../check.ts";
import { claim } from "../claims.ts";
import { claimFair, isFair } from "../probes/chance.ts";
import { ASKED, channelFactors, CHANNELS, keptOf, unitFactors, type Factors } from "../probes/dropout.ts";

/*
 * Exercise 2.2 in training mode. Masks are decoded from logits. A submission may draw any masks: the claims are that they are
 * fair coin tosses, one for each image and channel or unit, and that the seed determines them. A right submission fails
 * one of the ten claims about chance with a probability of at most 1e-6.
 */

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
  claim(alike.every(isFair), `${ASKED}: the units that are dropped are not independent of the channels that are`);
  return PASSED;
});

/** Claims fair tosses that are independent of their neighbours, and that the seed determines them. */
async function claimMasks(
  context: CheckContext,
  noun: string,
  factorsFor: (context: CheckContext, seed: number) => Promise<Factors>,
): Promise<Mask> {
  const maskFor = async (seed: number): Promise<Mask> => keptOf(await factorsFor(context, seed), noun);
  const mask = await maskFor(context.seed);
  claimFair(mask.flat().filter(isVisible), `${ASKED}: a ${noun} is kept`);
  claimFair(mask.flatMap(neighbours), `${ASKED}: a ${noun} of an image is dropped or kept with the one before it`);
  const images = mask.flatMap((row, image) => (image % 2 === 0 ? agreements(row, mask[image + 1] ?? []) : []));
  claimFair(images, `${ASKED}: a ${noun} is dropped or kept with that of the image before`);
  const again = agreements(mask.flat(), (await maskFor(context.seed)).flat());
  claim(again.every(Boolean), `${ASKED}: with the same seed again other ${noun}s are dropped`);
  const other = agreements(mask.flat(), (await maskFor(deriveSeed(context.seed, "other"))).flat());
  claimFair(other, `${ASKED}: a ${noun} is dropped or kept as with another seed`);
  return mask;
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
    return keptOf(await channelFactors(context, context.seed), "channel");
  } catch (error) {
    if (error instanceof ClaimFailure) return undefined;
    throw error;
  }
}
