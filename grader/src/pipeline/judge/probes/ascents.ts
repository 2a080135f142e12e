import type { Random } from "@robustness-lab/fixtures";
import type { ModelDescription } from "../../run/arguments/described.ts";
import { floats } from "../../run/protocol/values.ts";
import { crossEntropyOf } from "../expected/cross-entropy.ts";
import type { ImageShape } from "../expected/layers.ts";
import { logitsOf, predictionOf } from "../expected/models.ts";
import { AS_ASKED, displacementAt, iteratesOf, type Ascent, type Way } from "../expected/pgd.ts";
import { dot, mean, minus, normInf, type Vector } from "../expected/vectors.ts";
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

/** A linear model of three classes, each with pixels of its own, on which the squared error is climbed. */
export interface SquaresProbe {
  readonly model: LinearModel;
  readonly images: Images;
  readonly labels: readonly number[];
  /** For each pixel of each image the way to a larger error. */
  readonly uphill: readonly Vector[];
}

/**
 * The logits of image i: of its label i, of the next class, and of the one after that. The first is too small, so that the
 * error grows downwards, but its double is too large. So is the second, but it is above 0 when 0.1 is added, or after a softmax.
 * The third is too large, but without the image it is too small.
 */
const SQUARES_LOGITS = [0.7, -0.06, 0.4];
/** A first step goes further down from here. */
const NEARLY_BLACK = 1e-4;

/**
 * Draws three images. Pixel p is of class p mod 3. The first pixel of each class is black, or nearly so if its way is down:
 * it leaves the box, and an absolute value shows.
 */
export function drawSquares(random: Random, shape: ImageShape): SquaresProbe {
  const pixels = Array.from({ length: pixelsOf(shape) }, (_, pixel) => pixel);
  const classes = [0, 1, 2];
  // Of three free pixels, two brighten their class: where all is black, its logit is below 0.
  const weights = pixels.map((pixel) => (pixel >= 9 ? -1 : 1) * Math.fround(random.uniform(2, 3)));
  const free = (k: number): readonly number[] => pixels.filter((pixel) => pixel >= 3 && pixel % 3 === k);
  const sum = (k: number, of: (weight: number) => number): number =>
    free(k).reduce((total, pixel) => total + of(weights[pixel] as number), 0);
  const bias = classes.map((k) => mean(SQUARES_LOGITS) - sum(k, (weight) => weight / 2));
  const logitOf = (image: number, k: number): number => SQUARES_LOGITS[(k - image + 3) % 3] as number;
  const uphill = classes.map((image) =>
    pixels.map((pixel) => {
      const error = logitOf(image, pixel % 3) - (pixel % 3 === image ? 1 : 0);
      return Math.sign(error * (weights[pixel] as number));
    }),
  );
  const images = imagesOf(3, shape, (image, pixel) => {
    const isDown = (place: number): boolean => uphill[image]?.[place] === -1;
    if (pixel < 3) return isDown(pixel) ? NEARLY_BLACK : 0;
    const missing = logitOf(image, pixel % 3) - mean(SQUARES_LOGITS);
    return 0.5 + (missing * (weights[pixel] as number)) / sum(pixel % 3, (weight) => weight ** 2);
  });
  const matrix = weights.flatMap((weight, pixel) => classes.map((k) => (k === pixel % 3 ? weight : 0)));
  const model: LinearModel = { kind: "linear", weights: floats([pixels.length, 3], matrix), bias: floats([3], bias) };
  return { model, images, labels: classes, uphill };
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

const CURVED_SHAPE: ImageShape = [3, 4, 1];

/**
 * Draws a network and an image for which the mistake leads to a different end point. Every step raises the loss and no
 * iterate is misclassified, so that the last, the best and the early-stopped iterate are the same.
 */
export function drawCurved(random: Random, draw: CurvedDraw): Ascent {
  // Of two classes, so that any loss leads along the same line: pgd.labels judges which loss is climbed.
  return redraw("ascent that tells a mistake", () => drawAscent(random, draw, drawMlp(random, CURVED_SHAPE, 2, 1.5)));
}

/** As drawCurved, but two images on one network, for which the other's gradient leads elsewhere too. */
export function drawCurvedPair(random: Random, draw: CurvedDraw): readonly [Ascent, Ascent] {
  return redraw("two ascents", () => {
    const first = drawCurved(random, draw);
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const second = drawAscent(random, draw, first.model);
      if (second && areApart(first, second)) return [first, second];
    }
    return undefined;
  });
}

function drawAscent(random: Random, { mistake, ...draw }: CurvedDraw, model: ModelDescription): Ascent | undefined {
  const image = imagesOf(1, CURVED_SHAPE, () => random.uniform(0.3, 0.7)).rows[0] as Float32Array;
  const label = predictionOf(model, image, CURVED_SHAPE);
  const ascent: Ascent = { ...draw, model, shape: CURVED_SHAPE, image, label, start: image };
  if (!climbs(ascent, iteratesOf(ascent)) || !isStable(ascent)) return undefined;
  const mistaken = iteratesOf(ascent, mistake).at(-1) as Vector;
  return distanceFrom(acceptedEnds(ascent, mistake), mistaken) > APART ? ascent : undefined;
}

/** Whether a step with the gradient of the other image, or of the mean image, up or down, leads elsewhere. */
function areApart(one: Ascent, other: Ascent): boolean {
  const middle = Array.from(one.image, (pixel, index) => mean([pixel, other.image[index] as number]));
  return [one, other].every((ascent) => {
    const own = displacementAt(ascent, ascent.image);
    const ways = [own, own.map((by) => -by)];
    return [one.image, other.image, middle]
      .filter((point) => point !== ascent.image)
      .every((point) => distanceFrom(ways, displacementAt(ascent, point)) > APART);
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
