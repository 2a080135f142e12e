import { randomFrom } from "@robustness-lab/fixtures";
import type { ModelDescription } from "../../run/arguments/described.ts";
import type { Images } from "../probes/images.ts";
import { imageGradient } from "./image-gradients.ts";
import type { ImageShape, Pixels } from "./models.ts";
import { normInf, type Vector } from "./vectors.ts";

/** PGD on one image with the described step and projection. */
export interface Ascent {
  readonly model: ModelDescription;
  readonly shape: ImageShape;
  /** The clean image. */
  readonly image: Pixels;
  readonly label: number;
  /** x_0 */
  readonly start: Pixels;
  readonly steps: number;
  /** Of "relativeStep". */
  readonly length: number;
  /** Of "tube". */
  readonly radius: number;
}

/** How to go about it: the sheet's way, or a way that a check tells from it, or must not mind. */
export interface Way {
  readonly direction: 1 | -1;
  readonly gradientAt: "iterate" | "start";
  readonly project: "each" | "last";
}

/** As the sheet asks. */
export const AS_ASKED: Way = { direction: 1, gradientAt: "iterate", project: "each" };

/** What 0, 1, 2 ... steps lead to, in double precision. */
export function iteratesOf(ascent: Ascent, way: Way = AS_ASKED): readonly Vector[] {
  const iterates = [Array.from(ascent.start)];
  for (let t = 0; t < ascent.steps; t += 1) {
    const here = iterates[t] as number[];
    const stepped = step(ascent, here, way);
    iterates.push(way.project === "each" ? tube(ascent, stepped) : stepped);
  }
  return iterates.map((iterate) => (way.project === "each" ? iterate : tube(ascent, iterate)));
}

function step({ model, shape, label, start, length }: Ascent, here: Vector, way: Way): number[] {
  const gradient = imageGradient(model, way.gradientAt === "iterate" ? here : start, shape, label);
  const scale = (way.direction * length) / normInf(gradient);
  return here.map((pixel, index) => pixel + scale * (gradient[index] as number));
}

function tube({ image, radius }: Ascent, candidate: Vector): number[] {
  return candidate.map((pixel, index) => {
    const clean = image[index] as number;
    return Math.min(1, clean + radius, Math.max(0, clean - radius, pixel));
  });
}

/** What the described start "patternStart" adds to a batch, image by image. Nothing is clipped. */
export function patternOf({ rows }: Images, amplitude: number, seed: number): readonly Vector[] {
  const random = randomFrom(seed);
  return rows.map((row) => Array.from(row, () => random.uniform(-amplitude, amplitude)));
}
