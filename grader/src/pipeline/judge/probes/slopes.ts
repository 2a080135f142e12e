import type { Random } from "@robustness-lab/fixtures";
import type { LossName, ModelDescription } from "../../run/arguments/described.ts";
import { clear, clearGradient, slopesThrough, type ChainRule } from "../expected/image-gradients.ts";
import type { ImageShape } from "../expected/layers.ts";
import { lossSlopes, wrongSlopes } from "../expected/loss-slopes.ts";
import { logitsOf } from "../expected/models.ts";
import type { Vector } from "../expected/vectors.ts";
import { remembered } from "../remembered.ts";
import { redraw } from "./draws.ts";
import { drawImages, type Images } from "./images.ts";

/* Models and images on which the gradient of the loss tells itself from what known wrong programs climb. */

/** A model, one image, and what to climb there. */
export interface SlopeProbe {
  readonly model: ModelDescription;
  readonly image: Images;
  readonly label: number;
  /** The gradient of the label's loss, 0 where it is not clear. */
  readonly gradient: Vector;
}

/** Parameters of a slope probe. */
export interface SlopeDraw {
  readonly shape: ImageShape;
  readonly loss: LossName;
  readonly draw: (random: Random, shape: ImageShape, classes: number) => ModelDescription;
  /** The places of the labels, from the likeliest class on. */
  readonly ranks: readonly number[];
  /** Redraws until known wrong gradients have other signs; for models of which a draw is cheap. */
  readonly isTelling: boolean;
}

const CLASSES = 5;

/** From this one on, the square, the double and the opposite of a label are other labels or none. */
const LEAST_LABEL = 2;

/** Pixels that go up under the one gradient and down under the other, both clear: one is enough, and rarer gradients have it. */
const TELLING = 3;
const LEAST_TELLING: Readonly<Record<string, number>> = { ofShifted: 1 };
/** What known wrong programs add to pixels or slopes. */
const SHIFT = 0.1;

/** Draws a model and an image away from black and white, with a label for each rank. */
export const drawSlopes = remembered(slopes);

function slopes(random: Random, { shape, loss, draw, ranks, ...asked }: SlopeDraw): readonly SlopeProbe[] {
  return redraw("image on which wrong gradients have other signs", () => {
    const model = draw(random, shape, CLASSES);
    // Not around mid grey: rescaling into [0, 1] moves some dark or bright pixels against the gradient.
    const image = drawImages(random, 1, shape, 0.15, 0.6);
    const row = image.rows[0] as Float32Array;
    const logits = logitsOf(model, row, shape);
    const classes = logits.map((_, k) => k).sort((a, b) => (logits[b] as number) - (logits[a] as number));
    const labels = ranks.map((rank) => classes[rank] as number);
    const through = slopesThrough(model, row, shape);
    if (asked.isTelling && !tells(through, loss, logits, labels)) return undefined;
    const seen = { model, row, shape, loss, labels };
    if (asked.isTelling && model.kind !== "linear" && !tellsBrighter(seen)) return undefined;
    if (asked.isTelling && loss !== "crossEntropy" && !tellsSlopes(seen)) return undefined;
    const gradientOf = (label: number): Vector => clear(through(lossSlopes(loss, logits, label)));
    return labels.map((label) => ({ model, image, label, gradient: gradientOf(label) }));
  });
}

/** Whether, for one of the labels, each known wrong gradient has clearly other signs, and clearly equal ones elsewhere. */
function tells(through: ChainRule, loss: LossName, logits: Vector, labels: readonly number[]): boolean {
  const cases = labels.map((label) => ({
    right: clear(through(lossSlopes(loss, logits, label))),
    wrong: wrongSlopes(loss, logits, label),
  }));
  return Object.keys(cases[0]?.wrong ?? {}).every((name) =>
    cases.some(({ right, wrong }) => {
      const least = LEAST_TELLING[name] ?? TELLING;
      return mixed(right, clear(through(wrong[name] as Vector))) >= least;
    }),
  );
}

interface Seen {
  readonly model: ModelDescription;
  readonly row: Float32Array;
  readonly shape: ImageShape;
  readonly loss: LossName;
  readonly labels: readonly number[];
}

/** Whether brighter pixels show in a model that is not linear. */
function tellsBrighter({ model, row, shape, loss, labels }: Seen): boolean {
  const brighter = row.map((pixel) => pixel + SHIFT);
  return labels.some((label) => {
    const wrong = clearGradient(model, brighter, shape, label, loss);
    return mixed(clearGradient(model, row, shape, label, loss), wrong) > 0;
  });
}

/** Whether shifted slopes show, and truncated ones, which are all 0, and labels that are squared or multiplied. */
function tellsSlopes({ model, row, shape, loss, labels }: Seen): boolean {
  return labels.every((label) => {
    const gradient = clearGradient(model, row, shape, label, loss);
    const shifted = gradient.map((slope) => slope + SHIFT);
    return label >= LEAST_LABEL && Math.max(...gradient.map(Math.abs)) < 0.9 && mixed(gradient, shifted) > 0;
  });
}

/** Whether some pixel moves the other way if a step of 0.1 is rescaled into [0, 1] instead of clipped. */
export function showsRescaling(row: ArrayLike<number>, slopes: Vector): boolean {
  const stepped = slopes.map((slope, pixel) => (row[pixel] as number) + 0.1 * Math.sign(slope));
  const [low, high] = [Math.min(...stepped), Math.max(...stepped)];
  const moved = stepped.map((pixel, place) => (pixel - low) / (high - low) - (row[place] as number));
  return (
    mixed(
      clear({ mean: slopes, bend: slopes.map(() => 0) }),
      moved.map((by) => (Math.abs(by) > 1e-3 ? by : 0)),
    ) > 0
  );
}

/** The number of pixels with opposite signs, or with equal ones if these are fewer. */
export function mixed(right: Vector, wrong: Vector): number {
  const products = right.map((slope, pixel) => slope * (wrong[pixel] as number));
  return Math.min(products.filter((product) => product < 0).length, products.filter((product) => product > 0).length);
}
