import type { Random } from "@robustness-lab/fixtures";
import type { Submission } from "../../run/observation.ts";
import { claim, show, type Numbers } from "../claims.ts";
import { distanceBound, distanceFromClipped, distanceFromUniform } from "../expected/statistics.ts";
import { clip } from "../expected/vectors.ts";
import * as images from "../probes/images.ts";
import { ALARM, ROUNDING, start, type Start } from "./start-calls.ts";

/*
 * Whether a start is clipped, not reflected, scaled or wrapped. Mostly the seed gives the same noise to all images of one
 * shape: then clipping is a matter of single pixels, whatever the distribution of the noise. No promise says so, and where it
 * does not hold, the distribution of the start tells.
 */

const EPSILON = 0.36;
/** At 0, at 1, near them, and in the middle: the ball sticks out of the box by all of it, by half, or not. */
const PIXELS: readonly number[] = [0, 0.5, 1 - EPSILON / 2, 1, 0.5, EPSILON / 2];
/** Three pixels an image, so that each has a simple distribution in the l2 ball too. */
const SHAPE = [1, 3, 1] as const;
/** Enough to notice a distribution that is off by a twentieth. */
const MANY = 16_000;

/** Claims that starts from images near 0 and 1 are in [0, 1], and what is outside is clipped. */
export async function claimClipped(submission: Submission, name: Start, random: Random, seed: number): Promise<void> {
  const asked = `${name} of images near 0 and 1 with epsilon = ${EPSILON}`;
  const call = (from: images.Images): Promise<Numbers> => start(submission, name, from, EPSILON, seed, asked);
  const edged = edgedImages(20);
  const started = await call(edged);
  claimInBox(started, asked);
  const grey = images.drawImages(random, 20, SHAPE, 0.45, 0.55);
  if (isClipped({ from: edged, started }, { from: grey, started: await call(grey) })) return;
  const many = await call(edgedImages(MANY));
  claimInBox(many, asked);
  PIXELS.forEach((pixel, kind) => {
    const drawn = many.values.filter((_, place) => place % PIXELS.length === kind);
    claim(isFair(name, drawn, pixel), `${asked}: the pixels of ${show(pixel)} are not those of a clipped draw`);
  });
}

/** Far more than the box needs. */
const FAR = 30;

/**
 * Claims that a ball that is far larger than the box is not cut first: of images of one pixel, in the middle, nearly all go
 * to an end, and to either end alike. Where few go to an end the radius is wrong, or it is a draw in ball and box; where
 * all go to the same, all are moved alike: other claims judge these.
 */
export async function claimFar(submission: Submission, name: Start, random: Random, seed: number): Promise<void> {
  const asked = `${name} of images of one pixel with epsilon = ${FAR}`;
  const { values } = await start(
    submission,
    name,
    images.drawImages(random, 1000, [1, 1, 1], 0.4, 0.6),
    FAR,
    seed,
    asked,
  );
  const share = (isThere: (value: number) => boolean): number => values.filter(isThere).length / values.length;
  const [dark, bright] = [share((value) => value <= ROUNDING), share((value) => value >= 1 - ROUNDING)];
  if (dark + bright < 0.3 || dark * bright === 0) return;
  // A right draw has 0.49 and 0.49; one that is cut at 1, at one end or at both, at most 0.02 or twice 0.25.
  claim(
    Math.min(dark, bright) > 0.15 && dark + bright > 0.75,
    `${asked}: ${show(dark)} of the pixels are 0 and ${show(bright)} are 1`,
  );
}

function edgedImages(count: number): images.Images {
  return images.imagesOf(count, SHAPE, (image, pixel) => PIXELS[(3 * image + pixel) % PIXELS.length] as number);
}

interface Started {
  readonly from: images.Images;
  readonly started: Numbers;
}

/** Whether one start is clip(images + noise) with the noise of another, wherever that one shows its noise. */
function isClipped(edged: Started, grey: Started): boolean {
  const noise = images.displacements(grey.from, grey.started).flat();
  const shown = grey.started.values.map((value) => value > ROUNDING && value < 1 - ROUNDING);
  const begun = edged.from.rows.flatMap((row) => [...row]).map((pixel, place) => pixel + (noise[place] as number));
  const clipped = edged.started.values.every(
    (value, place) => !shown[place] || Math.abs(value - clip(begun[place] as number)) <= 2 * ROUNDING,
  );
  const outside = begun.filter((pixel, place) => shown[place] && pixel !== clip(pixel));
  return clipped && outside.length >= ENOUGH;
}

/** Of the sixty pixels of a right start, about twenty leave the box. */
const ENOUGH = 3;

/** Whether values are plausible for clip(pixel + delta), or for a draw between the bounds of ball and box. */
function isFair(name: Start, values: readonly number[], pixel: number): boolean {
  const bound = distanceBound(values.length, ALARM);
  const shareBelow = name === "randomStartLinf" ? belowInCube : belowInBall;
  const [low, high] = [shareBelow(-pixel / EPSILON), shareBelow((1 - pixel) / EPSILON)];
  // Rounding must not move a pixel off the edge where it was clipped.
  const snapped = values.map((value) => (Math.abs(value - Math.round(value)) <= ROUNDING ? Math.round(value) : value));
  const shares = snapped.map((value) => Math.min(high, Math.max(low, shareBelow((value - pixel) / EPSILON))));
  if (distanceFromClipped(shares, low, high) <= bound) return true;
  if (name === "randomStartL2") return false;
  const [darkest, brightest] = [Math.max(0, pixel - EPSILON), Math.min(1, pixel + EPSILON)];
  return distanceFromUniform(values.map((value) => (value - darkest) / (brightest - darkest))) <= bound;
}

/** P(delta_j < t epsilon) for delta uniform in the l_inf ball. */
function belowInCube(t: number): number {
  return clip((1 + t) / 2);
}

/** P(delta_j < t epsilon) for delta uniform in the l2 ball in three dimensions, whose slices have areas like 1 - t^2. */
function belowInBall(t: number): number {
  const inside = Math.min(1, Math.max(-1, t));
  return 0.5 + (3 * inside - inside ** 3) / 4;
}

function claimInBox(started: Numbers, asked: string): void {
  images.claimPixels(
    images.rowsOf(started),
    (pixel) => pixel >= -ROUNDING && pixel <= 1 + ROUNDING,
    (place, pixel) => `${asked}: ${place} is ${show(pixel)}`,
  );
}
