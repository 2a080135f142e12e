import type { Random } from "@robustness-lab/fixtures";
import { crossEntropyOf } from "../expected/cross-entropy.ts";
import type { ImageShape } from "../expected/layers.ts";
import { logitsOf, predictionOf } from "../expected/models.ts";
import { AS_ASKED, iteratesOf, type Ascent, type Way } from "../expected/pgd.ts";
import { dot, minus, normInf, type Vector } from "../expected/vectors.ts";
import { randomSign, redraw } from "./draws.ts";
import { imagesOf, pixelsOf, type Images } from "./images.ts";
import { drawMlp, linearOfTwo, type LinearModel } from "./models.ts";

/* Models and images for PGD; expected/pgd.ts computes its iterates. */

/** A linear model of two classes: every step of PGD has the same direction and length. */
export interface StraightProbe {
  readonly model: LinearModel;
  readonly images: Images;
  /** The displacement of one step for label 0; for label 1 it is the opposite. */
  readonly stride: Vector;
}

/** Parameters of a straight probe. */
export interface StraightDraw {
  readonly shape: ImageShape;
  /** Of "relativeStep". */
  readonly length: number;
  /** For each image its label, and the steps after which it is misclassified; negative if it is from the start. */
  readonly cases: readonly { readonly label: number; readonly turnsAfter: number }[];
}

/** Draws images near mid grey, each at a given distance from the decision boundary in steps. */
export function drawStraight(random: Random, { shape, length, cases }: StraightDraw): StraightProbe {
  const weights = Array.from({ length: pixelsOf(shape) }, () =>
    Math.fround(randomSign(random) * random.uniform(0.5, 1)),
  );
  const stride = weights.map((weight) => (weight * length) / normInf(weights));
  const greys = cases.map(() => weights.map(() => 0.5 + random.uniform(-0.05, 0.05)));
  // The boundary goes through mid grey; each image is shifted along the stride to its distance from it.
  const bias = -weights.reduce((sum, weight) => sum + weight / 2, 0);
  const images = imagesOf(cases.length, shape, (place, pixel) => {
    const grey = greys[place] as Vector;
    const { label, turnsAfter } = cases[place] as StraightDraw["cases"][number];
    const fromBoundary = (dot(weights, grey) + bias) / dot(weights, stride);
    const shift = -fromBoundary - turnsAfter * (label === 0 ? 1 : -1);
    return (grey[pixel] as number) + shift * (stride[pixel] as number);
  });
  return { model: linearOfTwo(weights, bias), images, stride };
}

/** Parameters of a curved ascent. */
export interface CurvedDraw {
  readonly steps: number;
  readonly length: number;
  readonly radius: number;
  /** The mistake that the probe must detect. */
  readonly mistake: Way;
}

/** Far larger than the effects of float32 and of a start that is slightly off. */
const APART = 0.02;

/**
 * Draws a network and an image for which the mistake leads to a different end point. Every step raises the loss and no
 * iterate is misclassified, so that the last, the best and the early-stopped iterate are the same.
 */
export function drawCurved(random: Random, { mistake, ...draw }: CurvedDraw): Ascent {
  const shape: ImageShape = [3, 4, 1];
  return redraw("ascent that tells a mistake", () => {
    // Of two classes, so that any loss leads along the same line: pgd.labels judges which loss is climbed.
    const model = drawMlp(random, shape, 2, 1.5);
    const image = imagesOf(1, shape, () => random.uniform(0.4, 0.6)).rows[0] as Float32Array;
    const label = predictionOf(model, image, shape);
    const ascent: Ascent = { ...draw, model, shape, image, label, start: image };
    if (!climbs(ascent, iteratesOf(ascent)) || !isStable(ascent)) return undefined;
    const mistaken = iteratesOf(ascent, mistake).at(-1) as Vector;
    return distanceFrom(acceptedEnds(ascent, mistake), mistaken) > APART ? ascent : undefined;
  });
}

/** Whether a slightly different start ends at a slightly different point. */
function isStable(ascent: Ascent): boolean {
  const start = Array.from(ascent.image, (pixel, index) => pixel + (index % 2 === 0 ? NUDGE : -NUDGE));
  const ends = [ascent, { ...ascent, start }].map((from) => iteratesOf(from).at(-1) as Vector);
  return distanceFrom(ends.slice(1), ends[0] as Vector) < 10 * NUDGE;
}

const NUDGE = 1e-5;

function climbs({ model, shape, label }: Ascent, iterates: readonly Vector[]): boolean {
  const logits = iterates.map((iterate) => logitsOf(model, iterate, shape));
  const losses = logits.map((values) => crossEntropyOf(values, label));
  const areRight = logits.every((values) =>
    values.every((logit, k) => k === label || logit < (values[label] ?? 0) - 0.01),
  );
  return areRight && losses.every((loss, t) => t === 0 || loss > (losses[t - 1] as number) + 1e-4);
}

/**
 * The end points that the check of one mistake accepts. Some result from other mistakes, which other checks judge: one
 * step too few or too many, downhill, and the gradient at the start unless that is the mistake in question.
 */
export function acceptedEnds(ascent: Ascent, mistake: Way): readonly Vector[] {
  const longer = { ...ascent, steps: ascent.steps + 1 };
  const gradients = mistake.gradientAt === "start" ? (["iterate"] as const) : (["iterate", "start"] as const);
  return ([1, -1] as const).flatMap((direction) =>
    gradients.flatMap((gradientAt) => iteratesOf(longer, { ...AS_ASKED, direction, gradientAt }).slice(-3)),
  );
}

/** The l_inf distance to the nearest of some points. */
export function distanceFrom(points: readonly Vector[], point: Vector): number {
  return Math.min(...points.map((other) => normInf(minus(other, point))));
}
