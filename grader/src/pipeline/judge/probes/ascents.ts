import type { Random } from "@robustness-lab/fixtures";
import { crossEntropyOf } from "../expected/image-gradients.ts";
import { logitsOf, predictionOf, type ImageShape } from "../expected/models.ts";
import { AS_ASKED, iteratesOf, type Ascent, type Way } from "../expected/pgd.ts";
import { dot, minus, normInf, type Vector } from "../expected/vectors.ts";
import { imagesOf, pixelsOf, type Images } from "./images.ts";
import { drawMlp, linearOfTwo, type LinearModel } from "./models.ts";
import { redraw } from "./redraw.ts";

/** Two linear classes. Every step of PGD goes along one line, by a fixed length, whatever the iterate. */
export interface StraightProbe {
  readonly model: LinearModel;
  readonly images: Images;
  /** What one step adds to an image of class 0, and takes from one of class 1. */
  readonly stride: Vector;
}

/** How straight probes are drawn. */
export interface StraightDraw {
  readonly shape: ImageShape;
  /** Of "relativeStep". */
  readonly length: number;
  /** For each image its label, and after how many steps from the image it changes its class; negative: it is wrong now. */
  readonly cases: readonly { readonly label: number; readonly turnsAfter: number }[];
}

/** Draws images near mid grey whose distance from the decision border is known in steps. */
export function drawStraight(random: Random, { shape, length, cases }: StraightDraw): StraightProbe {
  const sign = (): number => (random.integer(0, 1) === 0 ? -1 : 1);
  const weights = Array.from({ length: pixelsOf(shape) }, () => Math.fround(sign() * random.uniform(0.5, 1)));
  const stride = weights.map((weight) => (weight * length) / normInf(weights));
  const greys = cases.map(() => weights.map(() => 0.5 + random.uniform(-0.05, 0.05)));
  // The border goes through mid grey; an image of class 0 is as many steps before it as it takes to get there.
  const bias = -weights.reduce((sum, weight) => sum + weight / 2, 0);
  const images = imagesOf(cases.length, shape, (place, pixel) => {
    const grey = greys[place] as Vector;
    const { label, turnsAfter } = cases[place] as StraightDraw["cases"][number];
    const onBorder = (dot(weights, grey) + bias) / dot(weights, stride);
    const shift = -onBorder - turnsAfter * (label === 0 ? 1 : -1);
    return (grey[pixel] as number) + shift * (stride[pixel] as number);
  });
  return { model: linearOfTwo(weights, bias), images, stride };
}

/** How curved ascents are drawn. */
export interface CurvedDraw {
  readonly steps: number;
  readonly length: number;
  readonly radius: number;
  /** The way of the mistake that the probe has to tell from the right one. */
  readonly mistake: Way;
}

/** Differences of this size are far above those of float32, and of a start that is a hair's breadth off. */
const APART = 0.02;

/**
 * Draws a network and an image on which every step raises the loss and no iterate is misclassified, so that the last, the
 * best and the early-stopped iterate are one, and on which the mistake leads elsewhere.
 */
export function drawCurved(random: Random, { mistake, ...draw }: CurvedDraw): Ascent {
  const shape: ImageShape = [3, 4, 1];
  return redraw("ascent that tells a mistake", () => {
    const model = drawMlp(random, shape, 3, 1.5);
    const image = imagesOf(1, shape, () => random.uniform(0.4, 0.6)).rows[0] as Float32Array;
    const label = predictionOf(model, image, shape);
    const ascent: Ascent = { ...draw, model, shape, image, label, start: image };
    if (!climbs(ascent, iteratesOf(ascent)) || !isStable(ascent)) return undefined;
    const mistaken = iteratesOf(ascent, mistake).at(-1) as Vector;
    return distanceFrom(acceptedEnds(ascent, mistake), mistaken) > APART ? ascent : undefined;
  });
}

/** Whether a start a hair's breadth off ends a hair's breadth off. */
function isStable(ascent: Ascent): boolean {
  const nudged = Array.from(ascent.image, (pixel, index) => pixel + (index % 2 === 0 ? HAIR : -HAIR));
  const ends = [ascent, { ...ascent, start: nudged }].map((from) => iteratesOf(from).at(-1) as Vector);
  return distanceFrom(ends.slice(1), ends[0] as Vector) < 10 * HAIR;
}

const HAIR = 1e-5;

function climbs({ model, shape, label }: Ascent, iterates: readonly Vector[]): boolean {
  const logits = iterates.map((iterate) => logitsOf(model, iterate, shape));
  const losses = logits.map((values) => crossEntropyOf(values, label));
  const areRight = logits.every((values) =>
    values.every((logit, k) => k === label || logit < (values[label] ?? 0) - 0.01),
  );
  return areRight && losses.every((loss, t) => t === 0 || loss > (losses[t - 1] as number) + 1e-4);
}

/**
 * Ends that a check of one mistake accepts, since they differ from the right one by other mistakes only: a step too few or
 * too many, downhill for uphill, and the gradient of the start where that is not the mistake in question.
 */
export function acceptedEnds(ascent: Ascent, mistake: Way): readonly Vector[] {
  const longer = { ...ascent, steps: ascent.steps + 1 };
  const gradients = mistake.gradientAt === "start" ? (["iterate"] as const) : (["iterate", "start"] as const);
  return ([1, -1] as const).flatMap((direction) =>
    gradients.flatMap((gradientAt) => iteratesOf(longer, { ...AS_ASKED, direction, gradientAt }).slice(-3)),
  );
}

/** The distance of the nearest of some points, pixel by pixel. */
export function distanceFrom(points: readonly Vector[], point: Vector): number {
  return Math.min(...points.map((other) => normInf(minus(other, point))));
}
