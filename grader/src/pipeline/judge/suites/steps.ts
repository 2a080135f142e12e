import type { Random } from "@robustness-lab/fixtures";
import type { Submission } from "../../run/observation.ts";
import { check, PASSED } from "../check.ts";
import { claim, claimClose, claimEach, returnedTensor, show, type Numbers, type Tolerance } from "../claims.ts";
import type { ImageShape } from "../expected/layers.ts";
import { norm2, type Vector } from "../expected/vectors.ts";
import { randomSign } from "../probes/draws.ts";
import * as images from "../probes/images.ts";

/* Exercise 2.8: the steps of PGD; pgd.ts judges the loop. */

check("stepLinf.values", async ({ submission, random }) => {
  const alpha = random.uniform(0.01, 0.1);
  const gradient = images.imagesOf(3, [4, 4, 2], (_, pixel) => (pixel % 8 === 0 ? 0 : spread(random, -7, 3)));
  const asked = `stepLinf with alpha = ${show(alpha)} of gradients from 1e-7 to 1e3 in size`;
  const step = await take(submission, "stepLinf", gradient, alpha, asked);
  const wanted = gradient.rows.flatMap((row) => [...row].map((slope) => alpha * Math.sign(slope)));
  const judged = step.values.map((by, place) => (wanted[place] === 0 ? 0 : by));
  claimClose({ ...step, values: judged }, wanted, `${asked}, where the gradient is not 0`, OVER_FLOOR);
  // Where the gradient is 0, any displacement up to alpha is accepted.
  claim(
    step.values.every((by) => Math.abs(by) <= alpha * (1 + OVER_FLOOR.relative)),
    `${asked}: a pixel moves by more than alpha`,
  );
  return PASSED;
});

/** Allows a guard against 0 / 0: adding up to 1e-10 changes the step of the smallest gradients, 1e-7, by a thousandth. */
const OVER_FLOOR: Tolerance = { relative: 2e-3, absolute: 0 };

check("stepL2.values", async ({ submission, random }) => {
  const alpha = random.uniform(0.1, 1);
  const sizes = [1e-2, 1, 30, 0.2];
  const gradient = images.imagesOf(4, [4, 3, 2], (image) => (sizes[image] as number) * random.normal());
  const asked = `stepL2 with alpha = ${show(alpha)} of four gradients of different size`;
  const step = await take(submission, "stepL2", gradient, alpha, asked);
  const expected = gradient.rows.flatMap((row) => [...unit([...row])].map((part) => alpha * part));
  claimClose(step, expected, asked, { relative: 1e-4, absolute: 1e-6 });
  return PASSED;
});

check("stepL2.small", async ({ submission, random }) => {
  const alpha = random.uniform(0.1, 1);
  // One image of one pixel, so that a norm over the batch, or over channels only, is right here: stepL2.values judges that.
  const shape: ImageShape = [1, 1, 12];
  await claimEach([1e-6, 3e-7], async (length) => {
    const direction = unit(Array.from({ length: 12 }, () => random.normal()));
    const gradient = images.imagesOf(1, shape, (_, pixel) => length * (direction[pixel] as number));
    const asked = `stepL2 of a gradient of length ${length}`;
    const step = await take(submission, "stepL2", gradient, alpha, asked);
    const expected = direction.map((part) => alpha * part);
    claimClose(step, expected, asked, { relative: OVER_FLOOR.relative, absolute: 1e-6 });
  });
  const asked = "stepL2 of a gradient that is 0";
  const step = await take(
    submission,
    "stepL2",
    images.imagesOf(1, shape, () => 0),
    alpha,
    asked,
  );
  claim(norm2(step.values) <= alpha * 1.001, `${asked}: the step is longer than alpha`);
  return PASSED;
});

function unit(vector: Vector): Vector {
  return vector.map((value) => value / norm2(vector));
}

/** A number of random sign, log-uniform in size. */
function spread(random: Random, low: number, high: number): number {
  return randomSign(random) * 10 ** random.uniform(low, high);
}

async function take(
  submission: Submission,
  name: "stepLinf" | "stepL2",
  gradient: images.Images,
  alpha: number,
  asked: string,
): Promise<Numbers> {
  const observation = await submission.call(name, images.toArgument(gradient), alpha);
  return returnedTensor(observation, asked, images.batchShape(gradient), ["float32"]);
}
