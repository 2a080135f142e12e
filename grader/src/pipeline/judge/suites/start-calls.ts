import type { Submission } from "../../run/observation.ts";
import { returnedTensor, type Numbers } from "../claims.ts";
import { claimKept, keep } from "../probes/given-tensors.ts";
import * as images from "../probes/images.ts";

/*
 * What the checks of exercise 2.7 share. For an exact sampler each statistic gives a false alarm with a probability of at most
 * ALARM. There are fewer than a hundred of them, so fewer than one in a million right submissions lose a point.
 */

export const ALARM = 1e-8;
/** Float32 at pixels near 0.5: 0.5 + delta - 0.5 is off by up to 6e-8. */
export const ROUNDING = 1e-6;

export type Start = "randomStartLinf" | "randomStartL2";

/** Calls a start, and claims that the images, which are the caller's, are alive and unchanged afterwards. */
export async function start(
  submission: Submission,
  name: Start,
  from: images.Images,
  epsilon: number,
  seed: number,
  asked: string,
): Promise<Numbers> {
  const kept = { images: images.toArgument(from) };
  const observation = await submission.call(name, keep(kept.images), epsilon, seed);
  const started = returnedTensor(observation, asked, images.batchShape(from), ["float32"]);
  claimKept(observation, kept, asked);
  return started;
}
