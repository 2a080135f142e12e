import type { Submission } from "../../run/observation.ts";
import { claimClose, fail, returnedTensor, show, type Numbers, type Tolerance } from "../claims.ts";
import { intoBallAndBox, type BallAndBox } from "../expected/balls.ts";
import { clip, minus, type Vector } from "../expected/vectors.ts";
import type { Problem } from "../probes/candidates.ts";
import { claimKept, keep } from "../probes/given-tensors.ts";
import * as images from "../probes/images.ts";

/* What the checks of exercise 2.6 share. */

/** For sums and differences of pixels in float32: a few times 6e-8. */
export const ROUNDING: Tolerance = { relative: 0, absolute: 1e-6 };
/** For a norm and a quotient in float32 as well. */
const NORM: Tolerance = { relative: 1e-4, absolute: 2e-6 };
/** For iterative projections onto the intersection, which stop early; wrong answers are off by much more. */
const ITERATED = 1e-3;

/** Calls a projection, and claims that its tensors, which are the caller's, are alive and unchanged afterwards. */
export async function project(
  submission: Submission,
  name: "projectLinf" | "projectL2",
  { candidate, centres, epsilon }: Problem,
  asked: string,
): Promise<Numbers> {
  const kept = { candidates: images.toArgument(candidate), images: images.toArgument(centres) };
  const observation = await submission.call(name, keep(kept.candidates), keep(kept.images), epsilon);
  const projected = returnedTensor(observation, asked, images.batchShape(centres), ["float32"]);
  claimKept(observation, kept, asked);
  return projected;
}

export function claimRow(projected: Numbers, row: number, expected: Vector, asked: string): void {
  const values = images.rowsOf(projected)[row] as Vector;
  claimClose({ shape: projected.shape.slice(1), values }, expected, asked, ROUNDING);
}

export function clippedRow(candidate: images.Images, row: number): Vector {
  return [...(candidate.rows[row] as Float32Array)].map(clip);
}

export function claimInBox(projected: Numbers, asked: string): void {
  images.claimPixels(
    images.rowsOf(projected),
    (pixel) => pixel >= -ROUNDING.absolute && pixel <= 1 + ROUNDING.absolute,
    (place, pixel) => `${asked}: ${place} is ${show(pixel)}`,
  );
}

/** Claims that a row is one of the projections onto ball and box. */
export function claimProjected(
  { candidate, centres, epsilon }: Problem,
  image: number,
  row: Vector,
  asked: string,
): void {
  const centre = [...(centres.rows[image] as Float32Array)];
  const right = intoBallAndBox([...(candidate.rows[image] as Float32Array)], centre, epsilon);
  const [moved, ...moves] = [row, right.ballThenBox, right.boxThenBall].map((point) => minus(point, centre));
  if (moves.some((move) => excessOf(moved as Vector, move) <= 0) || isNearest(row, right, epsilon)) return;
  const least = Math.min(...Object.values(right).map((point) => distance(row, point as Vector)));
  fail(`${asked}: candidate ${image}, clipped to [0, 1], is off by up to ${show(least)}`);
}

function isNearest(row: Vector, { nearest, ballThenBox }: BallAndBox, epsilon: number): boolean {
  // Where all agree, only a ball of radius 0 is a matter of iterating.
  const isIterated = epsilon === 0 || distance(nearest, ballThenBox) > ITERATED;
  return isIterated && distance(row, nearest) <= ITERATED;
}

function distance(left: Vector, right: Vector): number {
  return Math.max(...minus(left, right).map(Math.abs));
}

/** By how much displacements differ from the wanted ones, beyond the tolerance. */
function excessOf(moved: Vector, wanted: Vector): number {
  return Math.max(
    ...moved.map((by, pixel) => {
      const want = wanted[pixel] as number;
      return Math.abs(by - want) - NORM.absolute - NORM.relative * Math.abs(want);
    }),
  );
}
