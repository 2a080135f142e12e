import type { Random } from "@robustness-lab/fixtures";
import type { Submission } from "../../run/observation.ts";
import { check, PASSED } from "../check.ts";
import { claimClose, claimEach, returnedTensor, show, type Numbers, type Tolerance } from "../claims.ts";
import type { ImageShape } from "../expected/layers.ts";
import { norm2, type Vector } from "../expected/vectors.ts";
import { randomSign } from "../probes/draws.ts";
import { claimKept, keep } from "../probes/given-tensors.ts";
import * as images from "../probes/images.ts";

/*
 * Exercise 2.8: the steps of PGD; pgd.ts judges the loop. That a gradient that is not finite is refused is not asked: the
 * template's code does it.
 */

check("stepLinf.values", async ({ submission, random }) => {
  await claimEach([random.uniform(0.01, 0.1), random.uniform(1.2, 2), 0], async (alpha) => {
    const gradient = images.imagesOf(3, [4, 3, 2], (_, pixel) => slopeOf(random, pixel));
    const asked = `stepLinf with alpha = ${show(alpha)} of gradients from 1e-7 to 1e3 in size`;
    const step = await take(submission, "stepLinf", gradient, alpha, asked);
    const wanted = gradient.rows.flatMap((row) => [...row].map((slope) => alpha * Math.sign(slope)));
    claimClose(step, wanted, asked, OVER_FLOOR);
  });
  await claimEach([1], async () => {
    const one = images.imagesOf(1, [2, 5, 1], () => random.normal());
    const step = await take(submission, "stepLinf", one, 0.1, "stepLinf of one image");
    const wanted = [...(one.rows[0] as Float32Array)].map((slope) => 0.1 * Math.sign(slope));
    claimClose(step, wanted, "stepLinf of one image", OVER_FLOOR);
  });
  return PASSED;
});

/** Each image has zeros, and slopes of both signs at both ends of the range. */
function slopeOf(random: Random, pixel: number): number {
  if (pixel % 8 === 0) return 0;
  if (pixel % 8 < 3) return (pixel % 2 === 0 ? 1 : -1) * random.uniform(1e-7, 1.2e-7);
  return randomSign(random) * 10 ** random.uniform(-6, 3);
}

/** Allows a guard against 0 / 0: adding up to 1e-10 changes the step of the smallest gradients, 1e-7, by a thousandth. */
const OVER_FLOOR: Tolerance = { relative: 2e-3, absolute: 1e-9 };

check("stepL2.values", async ({ submission, random }) => {
  const sizes = [1e-2, 1, 30, 0.2];
  await claimEach([random.uniform(0.1, 0.9), random.uniform(2, 3), 0], async (alpha) => {
    const gradient = images.imagesOf(4, [4, 3, 2], (image) => (sizes[image] as number) * slopeWithSign(random, image));
    const asked = `stepL2 with alpha = ${show(alpha)} of four gradients of different size`;
    const step = await take(submission, "stepL2", gradient, alpha, asked);
    const expected = gradient.rows.flatMap((row) => [...unit([...row])].map((part) => alpha * part));
    claimClose(step, expected, asked, { relative: 1e-4, absolute: 1e-6 });
  });
  return PASSED;
});

/** The first image's slopes are all above 0, the second's all below. */
function slopeWithSign(random: Random, image: number): number {
  const slope = random.normal();
  if (image > 1) return slope;
  return image === 0 ? Math.abs(slope) : -Math.abs(slope);
}

// Images of one pixel, so that a norm over the batch, or over channels only, is right here: stepL2.values judges that.
const ONE_PIXEL: ImageShape = [1, 1, 12];

/** Their squares are in float32's range, and a usual guard against 0 / 0 is far below the first. */
const LENGTHS = [3e-7, 1e9];

check("stepL2.small", async ({ submission, random }) => {
  const alpha = random.uniform(0.1, 1);
  // The norm over a batch is that of the image whose gradient is not 0.
  const cases = [...LENGTHS.map((length) => ({ lengths: [length, 0] })), { lengths: [0, 1] }];
  await claimEach(cases, async ({ lengths }) => {
    const direction = unit(Array.from({ length: 12 }, () => random.normal()));
    const gradient = images.imagesOf(
      lengths.length,
      ONE_PIXEL,
      (image, pixel) => (lengths[image] as number) * (direction[pixel] as number),
    );
    const asked = `stepL2 of gradients of length ${lengths.join(" and ")}`;
    const step = await take(submission, "stepL2", gradient, alpha, asked);
    const expected = lengths.flatMap((length) => direction.map((part) => (length === 0 ? 0 : alpha * part)));
    claimClose(step, expected, asked, { relative: OVER_FLOOR.relative, absolute: 1e-6 });
  });
  return PASSED;
});

function unit(vector: Vector): Vector {
  return vector.map((value) => value / norm2(vector));
}

/** A step along a gradient that must be alive and unchanged afterwards. */
async function take(
  submission: Submission,
  name: "stepLinf" | "stepL2",
  gradient: images.Images,
  alpha: number,
  asked: string,
): Promise<Numbers> {
  const given = images.toArgument(gradient);
  const observation = await submission.call(name, keep(given), alpha);
  const step = returnedTensor(observation, asked, images.batchShape(gradient), ["float32"]);
  claimKept(observation, { gradient: given }, asked);
  return step;
}
