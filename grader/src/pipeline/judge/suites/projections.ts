import type { Random } from "@robustness-lab/fixtures";
import type { Submission } from "../../run/observation.ts";
import { check, PASSED } from "../check.ts";
import { claim, claimClose, claimEach, returnedTensor, show, type Numbers, type Tolerance } from "../claims.ts";
import type { ImageShape } from "../expected/layers.ts";
import { clip, norm2 } from "../expected/vectors.ts";
import { randomSign } from "../probes/draws.ts";
import * as images from "../probes/images.ts";

/*
 * Exercise 2.6. Ball then box, box then ball and the exact projection onto their intersection are all right. On each
 * probe the three agree: candidates leave the ball or the box, but not both.
 */

/** For sums and differences of pixels in float32: a few times 6e-8. */
const ROUNDING: Tolerance = { relative: 0, absolute: 1e-6 };
/** For a norm and a quotient in float32 as well. */
const NORM: Tolerance = { relative: 1e-4, absolute: 2e-6 };

type Projection = "projectLinf" | "projectL2";

interface Problem {
  readonly candidate: images.Images;
  readonly centres: images.Images;
  readonly epsilon: number;
}

check("projectLinf.ball", async ({ submission, random }) => {
  const epsilon = random.uniform(0.1, 0.2);
  const centres = images.drawImages(random, 3, [4, 5, 2], 0.3, 0.7);
  // Displacements in units of epsilon: inside, on the boundary, outside and far outside.
  const reaches = [0, 0.5, -0.7, 1, -1, 1.5, -2, 10, -20];
  const candidate = displaced(centres, (_, pixel) => epsilon * (reaches[pixel % reaches.length] as number));
  const asked = `projectLinf with epsilon = ${show(epsilon)} of candidates around images away from 0 and 1`;
  const projected = await project(submission, "projectLinf", { candidate, centres, epsilon }, asked);
  const expected = candidate.rows.flatMap((row, image) =>
    [...row].map((pixel, place) => within(pixel, centres.rows[image]?.[place] as number, epsilon)),
  );
  claimClose(projected, expected, asked, ROUNDING);
  return PASSED;
});

function within(value: number, centre: number, epsilon: number): number {
  return Math.min(centre + epsilon, Math.max(centre - epsilon, value));
}

check("projectLinf.box", async ({ submission, random }) => {
  const epsilon = random.uniform(0.2, 0.3);
  const centres = edgedImages(random, 3, [4, 4, 1]);
  const candidate = displaced(centres, () => random.uniform(-epsilon, epsilon));
  const asked = `projectLinf of candidates within epsilon = ${show(epsilon)} of images near 0 and 1`;
  const projected = await project(submission, "projectLinf", { candidate, centres, epsilon }, asked);
  claimClose(projected, clipped(candidate), asked, ROUNDING);
  return PASSED;
});

check("projectL2.ball", async ({ submission, random }) => {
  const epsilon = random.uniform(0.2, 0.3);
  const centres = images.drawImages(random, 4, [4, 5, 2], 0.4, 0.6);
  const candidate = farInBox(random, centres);
  const asked = `projectL2 with epsilon = ${show(epsilon)} of candidates outside of the ball, in the box`;
  const projected = await project(submission, "projectL2", { candidate, centres, epsilon }, asked);
  const expected = images.displacements(centres, toNumbers(candidate)).flatMap((delta) => {
    const length = norm2(delta);
    return delta.map((by) => (by * epsilon) / length);
  });
  const moved = images.displacements(centres, projected).flat();
  claimClose({ ...projected, values: moved }, expected, `${asked}, from the image`, NORM);
  return PASSED;
});

check("projectL2.inside", async ({ submission, random }) => {
  const epsilon = random.uniform(0.2, 0.3);
  const centres = images.drawImages(random, 6, [4, 5, 2], 0.4, 0.6);
  const far = farInBox(random, centres);
  const near = displaced(
    centres,
    directions(
      random,
      centres,
      [0.05, 0.4, 0.99].map((part) => part * epsilon),
    ),
  );
  const candidate = { ...far, rows: [0, 3, 1, 4, 2, 5].map((row) => (row < 3 ? near : far).rows[row] as Float32Array) };
  const around = images.pick(centres, [0, 3, 1, 4, 2, 5]);
  const asked = `projectL2 with epsilon = ${show(epsilon)} of candidates inside and outside of the ball`;
  const projected = await project(submission, "projectL2", { candidate, centres: around, epsilon }, asked);
  const rows = images.rowsOf(projected);
  const insides = [0, 2, 4];
  claimClose(
    { shape: [3, 4, 5, 2], values: insides.flatMap((row) => rows[row] as readonly number[]) },
    insides.flatMap((row) => [...(candidate.rows[row] as Float32Array)]),
    `${asked}: those inside`,
    ROUNDING,
  );
  for (const row of [1, 3, 5]) claimShortened({ candidate, centres: around, epsilon }, projected, row, asked);
  return PASSED;
});

check("projectL2.box", async ({ submission, random }) => {
  await claimEach([random.uniform(0.2, 0.3), random.uniform(0.8, 1)], async (epsilon) => {
    const centres = edgedImages(random, 1, [4, 4, 1]);
    // Just inside of the ball.
    const candidate = displaced(centres, directions(random, centres, [epsilon * (1 - 1e-6)]));
    const asked = `projectL2 of a candidate within epsilon = ${show(epsilon)} of an image near 0 and 1`;
    const projected = await project(submission, "projectL2", { candidate, centres, epsilon }, asked);
    claimClose(projected, clipped(candidate), asked, { relative: 0, absolute: 1e-5 });
  });
  return PASSED;
});

check("projectL2.centre", async ({ submission, random }) => {
  const centres = images.drawImages(random, 2, [4, 4, 1], 0.4, 0.6);
  const far = farInBox(random, centres);
  const candidate = { ...far, rows: [centres.rows[0] as Float32Array, far.rows[1] as Float32Array] };
  const asked = "projectL2 of a candidate that is its image, and of one that is far";
  const problem = { candidate, centres, epsilon: 0.25 };
  const projected = await project(submission, "projectL2", problem, asked);
  const [first = []] = images.rowsOf(projected);
  claimClose({ shape: [4, 4, 1], values: first }, centres.rows[0] ?? [], `${asked}: the first`, ROUNDING);
  claimShortened(problem, projected, 1, asked);
  const askedZero = "projectL2 of candidates that are their images, with epsilon = 0";
  const stayed = await project(submission, "projectL2", { candidate: centres, centres, epsilon: 0 }, askedZero);
  claimClose(stayed, [...toNumbers(centres).values], askedZero, ROUNDING);
  return PASSED;
});

/** Claims that a candidate from outside of the ball came closer to its image, but did not become it. */
function claimShortened({ candidate, centres }: Problem, projected: Numbers, row: number, asked: string): void {
  const before = norm2(images.displacements(centres, toNumbers(candidate))[row] ?? []);
  const after = norm2(images.displacements(centres, projected)[row] ?? []);
  claim(
    after < before - 1e-3,
    `${asked}: candidate ${row}, from outside of the ball, did not come nearer to its image`,
  );
  claim(after > 1e-3, `${asked}: candidate ${row}, from outside of the ball, became its image`);
}

/** Images with pixels at 0, at 1 and near them. */
function edgedImages(random: Random, count: number, shape: ImageShape): images.Images {
  const kinds = [() => 0, () => 1, () => random.uniform(0.02, 0.1), () => random.uniform(0.9, 0.98)];
  return images.imagesOf(count, shape, (_, pixel) => (kinds[pixel % 4] as () => number)());
}

/** Candidates in the box, with pixels more than 0.3 away from those of the images. */
function farInBox(random: Random, centres: images.Images): images.Images {
  return images.imagesOf(centres.rows.length, centres.shape, () => {
    const height = random.uniform(0, 0.08);
    return randomSign(random) < 0 ? height : 1 - height;
  });
}

function displaced(from: images.Images, by: (image: number, pixel: number) => number): images.Images {
  const { rows, shape } = from;
  return images.imagesOf(rows.length, shape, (image, pixel) => (rows[image]?.[pixel] as number) + by(image, pixel));
}

/** Displacements in random directions, with these lengths for the first images and 0 for the others. */
function directions(
  random: Random,
  { rows }: images.Images,
  lengths: readonly number[],
): (image: number, pixel: number) => number {
  const drawn = rows.map((row) => Array.from(row, () => random.normal()));
  return (image, pixel) => {
    const direction = drawn[image] ?? [];
    return ((direction[pixel] as number) * (lengths[image] ?? 0)) / norm2(direction);
  };
}

function clipped(candidate: images.Images): readonly number[] {
  return toNumbers(candidate).values.map(clip);
}

function toNumbers(from: images.Images): Numbers {
  return { shape: images.batchShape(from), values: from.rows.flatMap((row) => [...row]) };
}

async function project(
  submission: Submission,
  name: Projection,
  { candidate, centres, epsilon }: Problem,
  asked: string,
): Promise<Numbers> {
  const observation = await submission.call(name, images.toArgument(candidate), images.toArgument(centres), epsilon);
  return returnedTensor(observation, asked, images.batchShape(centres), ["float32"]);
}
