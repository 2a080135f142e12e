import type { Random } from "@robustness-lab/fixtures";
import type { ImageShape } from "../expected/layers.ts";
import { norm2 } from "../expected/vectors.ts";
import * as images from "./images.ts";

/** The arguments of a projection. */
export interface Problem {
  readonly candidate: images.Images;
  readonly centres: images.Images;
  readonly epsilon: number;
}

/** Displacements in units of epsilon: none, inside, just inside, at, just outside, outside and far outside of the ball. */
export const REACHES: readonly number[] = [0, 0.4, -0.4, 0.95, -0.95, 1, -1, 1.05, -1.05, 3, -3, 30, -30];

/**
 * Images with pixels at 0, at 1, near them (so that the ball sticks out of the box), and in the middle. Seven kinds in turn,
 * so that with another number of reaches in turn every kind meets every reach.
 */
export function edgedImages(random: Random, count: number, shape: ImageShape, epsilon: number): images.Images {
  const near = (): number => random.uniform(0.1, 0.8) * epsilon;
  const kinds = [() => 0, () => random.uniform(0.4, 0.6), near, () => 1, () => 1 - near(), () => 0, () => 1];
  return images.imagesOf(count, shape, (image, pixel) => (kinds[(pixel + 3 * image) % kinds.length] as () => number)());
}

function displaced(from: images.Images, by: (image: number, pixel: number) => number): images.Images {
  const { rows, shape } = from;
  return images.imagesOf(rows.length, shape, (image, pixel) => (rows[image]?.[pixel] as number) + by(image, pixel));
}

/** Candidates whose pixels are these displacements away, in turn; every image begins at another one. */
export function atReaches(centres: images.Images, reaches: readonly number[], epsilon: number): images.Images {
  return displaced(centres, (image, pixel) => epsilon * (reaches[(pixel + image) % reaches.length] as number));
}

/** Candidates in random directions at these l2 distances, in turn. */
export function atLengths(random: Random, centres: images.Images, lengths: readonly number[]): images.Images {
  const drawn = centres.rows.map((row) => Array.from(row, () => random.normal()));
  return displaced(centres, (image, pixel) => {
    const direction = drawn[image] ?? [];
    return ((direction[pixel] as number) * (lengths[image % lengths.length] as number)) / norm2(direction);
  });
}

/** The rows of images as lists. */
export function listsOf({ rows }: images.Images): readonly (readonly number[])[] {
  return rows.map((row) => [...row]);
}
