import { randomFrom } from "@robustness-lab/fixtures";
import type { ModelDescription } from "../../run/arguments/described.ts";
import type { Images } from "../probes/images.ts";
import { imageGradient } from "./image-gradients.ts";
import type { ImageShape, Values } from "./layers.ts";
import { intoTube, normInf, type Vector } from "./vectors.ts";

/* The expected iterates of PGD; probes/ascents.ts draws the images. */

/** PGD on one image with the described step and projection. */
export interface Ascent {
  readonly model: ModelDescription;
  readonly shape: ImageShape;
  /** The clean image. */
  readonly image: Values;
  readonly label: number;
  /** x_0 */
  readonly start: Values;
  readonly steps: number;
  /** Of "relativeStep". */
  readonly length: number;
  /** Of "tube". */
  readonly radius: number;
}

/** The loop as in the sheet, as in a mistake that a check detects, or as in one that another check judges. */
export interface Way {
  readonly direction: 1 | -1;
  readonly gradientAt: "iterate" | "start";
  readonly project: "each" | "last";
}

/** The loop as in the sheet. */
export const AS_ASKED: Way = { direction: 1, gradientAt: "iterate", project: "each" };

/** The iterates after 0, 1, 2 ... steps, in double precision. */
export function iteratesOf(ascent: Ascent, way: Way = AS_ASKED): readonly Vector[] {
  const project = (candidate: Vector): number[] => intoTube(candidate, ascent.image, ascent.radius);
  const iterates = [Array.from(ascent.start)];
  for (let t = 0; t < ascent.steps; t += 1) {
    const stepped = step(ascent, iterates[t] as number[], way);
    iterates.push(way.project === "each" ? project(stepped) : stepped);
  }
  return way.project === "each" ? iterates : iterates.map(project);
}

function step(ascent: Ascent, here: Vector, way: Way): number[] {
  const by = displacementAt(ascent, way.gradientAt === "iterate" ? here : ascent.start);
  return here.map((pixel, index) => pixel + way.direction * (by[index] as number));
}

/** The displacement of a step whose gradient is taken at a point. */
export function displacementAt({ model, shape, label, length }: Ascent, point: Values): Vector {
  const gradient = imageGradient(model, point, shape, label);
  const scale = length / normInf(gradient);
  return gradient.map((slope) => scale * slope);
}

/** The pattern that the described start "patternStart" adds to a batch, image by image and unclipped. */
export function patternOf({ rows }: Images, amplitude: number, seed: number): readonly Vector[] {
  const random = randomFrom(seed);
  return rows.map((row) => Array.from(row, () => random.uniform(-amplitude, amplitude)));
}
