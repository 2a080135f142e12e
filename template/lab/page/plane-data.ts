import { randomFrom } from "@robustness-lab/fixtures";
import type { PlaneState } from "./state.ts";

/** Points of two classes in the plane. */
export interface PlanePoints {
  readonly points: readonly (readonly [number, number])[];
  readonly labels: readonly number[];
}

/** Radii at which the curves of the plane are computed. */
export const EPSILONS_OF_PLANE: readonly number[] = Array.from({ length: 16 }, (_, place) => place / 10);
/** The plane is drawn from -EXTENT to EXTENT in both directions. */
export const EXTENT = 4;

const SEED = 7;
const PER_CLASS = 9;
const CENTRE: readonly [number, number] = [1.5, 1.1];
const SPREAD = 0.75;

/** Two fixed clouds, nearly separable by a line through the origin. */
export function planePoints(): PlanePoints {
  const random = randomFrom(SEED);
  const labels = Array.from({ length: 2 * PER_CLASS }, (_, place) => (place < PER_CLASS ? 1 : -1));
  const points = labels.map((label) => {
    const [x, y] = [random.normal(), random.normal()];
    return [label * CENTRE[0] + SPREAD * x, label * CENTRE[1] + SPREAD * y] as const;
  });
  return { points, labels };
}

/** The vector w with the given direction in degrees and length. */
export function weightsOf({ angle, length }: Pick<PlaneState, "angle" | "length">): readonly [number, number] {
  const radians = (angle * Math.PI) / 180;
  return [length * Math.cos(radians), length * Math.sin(radians)];
}
