import type { LossName, ModelDescription } from "../../run/arguments/described.ts";
import type { Submission } from "../../run/observation.ts";
import { claim, returnedTensor, type Numbers } from "../claims.ts";
import type { Vector } from "../expected/vectors.ts";
import * as images from "../probes/images.ts";

/* Calls of fgsm, and the claims that its suites share. */

/** x + epsilon and x̂ - x are rounded in float32, for pixels up to 1: a few times 6e-8. Less than this is no move. */
export const ROUNDING = 1e-6;

/** The arguments of one call. */
export interface Problem {
  readonly model: ModelDescription;
  /** The cross-entropy by default. */
  readonly loss?: LossName;
  readonly images: images.Images;
  readonly labels: readonly number[];
  readonly epsilon: number;
}

/** The attacked images. */
export async function attack(submission: Submission, problem: Problem, asked: string): Promise<Numbers> {
  const observation = await submission.call("fgsm", argumentsOf(problem));
  return returnedTensor(observation, asked, images.batchShape(problem.images), ["float32"]);
}

export function argumentsOf({ model, loss = "crossEntropy", labels, epsilon, ...given }: Problem) {
  return {
    classifier: { $: "classifier", model },
    loss: { $: "loss", name: loss },
    images: images.toArgument(given.images),
    labels: images.toLabels(labels),
    epsilon,
  } as const;
}

/** x̂ - x of all images, flattened. */
export async function displacement(submission: Submission, problem: Problem, asked: string): Promise<Vector> {
  return images.displacements(problem.images, await attack(submission, problem, asked)).flat();
}

/** Whether a pixel moved at all. */
export function isMove(by: number): boolean {
  return Math.abs(by) > ROUNDING;
}

/**
 * Claims that the pixels of each image all move along the slopes or all against them. fgsm.direction judges which of the two
 * it is; any other displacement is not a step along the gradient.
 */
export function claimOneWay(moved: readonly Vector[], slopes: readonly Vector[], asked: string): void {
  moved.forEach((row, image) => {
    const ways = row
      .map((by, pixel) => (isMove(by) ? Math.sign(by) * Math.sign(slopes[image]?.[pixel] as number) : 0))
      .filter((way) => way !== 0);
    const along = ways.filter((way) => way > 0).length;
    claim(
      along === 0 || along === ways.length,
      `${asked}: image ${image}: ${along} of ${ways.length} pixels moved along the gradient, the others against it`,
    );
  });
}

/** Claims that no pixel moves further than epsilon. */
export function claimNoFurther(moved: readonly Vector[], epsilon: number, asked: string): void {
  images.claimPixels(
    moved,
    (by) => Math.abs(by) <= epsilon + ROUNDING,
    (place, by) => `${asked}: ${place} moved by ${by.toPrecision(3)}, further than epsilon`,
  );
}
