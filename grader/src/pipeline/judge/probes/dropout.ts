import type { LenetParameters } from "@robustness-lab/fixtures";
import { floats } from "../../run/protocol/values.ts";
import type { CheckContext } from "../check.ts";
import { fail, returnedTensor, type Numbers } from "../claims.ts";
import { lenetFrom } from "./lenet-parameters.ts";

/*
 * LeNet parameters with which the ten logits encode the masks. All channels and units have the same value in
 * inference, so that logits depend on the mask only; each logit encodes several of them as digits of a number.
 */

/** The images of one call; each must get its own mask. */
const IMAGES = 128;
export const CHANNELS = 20;
const UNITS = 50;

/** By image and place: the value of a channel or unit relative to inference; null if a dropped unit hides it. */
export type Factors = readonly (readonly (number | null)[])[];

const BATCH = floats([IMAGES, 28, 28, 1], new Float32Array(IMAGES * 784));

/*
 * Channels are 1 everywhere (a bias after kernels of 0). Units 0 to 6 read three channels each: 1 + 32 a + 32^2 b + 32^3 c,
 * where a is 8 times the mean of the channel's 16 pixels: 16 if all are doubled, 0 if all are dropped, an integer in between
 * if pixels were dropped one by one. The 1 distinguishes dropped channels from a dropped unit. Unit 9 shows the scale of units.
 */
const READERS = 7;
const SCALE_UNIT = 9;

function channelEntry(name: keyof LenetParameters, index: number): number {
  if (name === "conv2Bias") return 1;
  if (name === "fc1Weights") return readingWeight(Math.floor(index / UNITS) % CHANNELS, index % UNITS);
  if (name === "fc1Bias") return index < READERS || index === SCALE_UNIT ? 1 : 0;
  return name === "fc2Weights" && Math.floor(index / 10) === index % 10 ? 1 : 0;
}

function readingWeight(channel: number, unit: number): number {
  return Math.floor(channel / 3) === unit ? 0.5 * 32 ** ((channel % 3) + 1) : 0;
}

/** Calls lenet in training mode and decodes each channel's factor. */
export async function channelFactors(context: CheckContext, seed: number): Promise<Factors> {
  const { values } = await trainingLogits(context, seed, channelEntry);
  const scale = unitScale(values);
  return Array.from({ length: IMAGES }, (_, image) =>
    Array.from({ length: CHANNELS }, (_unused, channel) => {
      const reading = (values[image * 10 + Math.floor(channel / 3)] as number) / scale;
      return reading < 0.5 ? null : digit((reading - 1) / 32, 32, channel % 3) / 8;
    }),
  );
}

/** The factor of the units that are kept. If no image keeps unit 9, the lowest digit of any reading has it. */
function unitScale(logits: readonly number[]): number {
  const shown = Math.max(...logits.filter((_, index) => index % 10 === SCALE_UNIT));
  if (shown > 0) return shown;
  const reading = logits.find((logit) => logit > 0.5);
  return reading === undefined ? fail(`${ASKED}: no image has anything left of a unit`) : reading % 32;
}

/** Units are 1 (a bias after weights of 0), and each logit reads five of them as five digits in base 8. */
function unitEntry(name: keyof LenetParameters, index: number): number {
  if (name === "fc1Bias") return 1;
  if (name !== "fc2Weights") return 0;
  const [unit, logit] = [Math.floor(index / 10), index % 10];
  return Math.floor(unit / 5) === logit ? 8 ** (unit % 5) : 0;
}

/** Calls lenet in training mode and decodes each unit's factor. */
export async function unitFactors(context: CheckContext, seed: number): Promise<Factors> {
  const { values } = await trainingLogits(context, seed, unitEntry);
  return Array.from({ length: IMAGES }, (_, image) =>
    Array.from({ length: UNITS }, (_unused, unit) =>
      digit(values[image * 10 + Math.floor(unit / 5)] as number, 8, unit % 5),
    ),
  );
}

/** Both calls in words. */
export const ASKED = `lenet of ${IMAGES} images with a dropout seed`;

function trainingLogits(
  { submission }: CheckContext,
  seed: number,
  entry: (name: keyof LenetParameters, index: number) => number,
): Promise<Numbers> {
  const observed = submission.call("lenet", lenetFrom(entry), BATCH, seed);
  return observed.then((observation) => returnedTensor(observation, ASKED, [IMAGES, 10]));
}

/** One digit of a number; the lowest digit includes the fraction. */
function digit(number: number, base: number, place: number): number {
  // Rounded first: with a scale that is not a power of two, an error could borrow from the next digit.
  const rounded = Math.round(number * 1000) / 1000;
  return place === 0 ? rounded % base : Math.floor(rounded / base ** place) % base;
}

/** The mask, true if kept; fails the check for a place neither dropped nor doubled. @param noun "channel" or "unit" */
export function keptOf(factors: Factors, noun: string): readonly (readonly (boolean | null)[])[] {
  return factors.map((row, image) =>
    row.map((factor, place) => {
      if (factor === null) return null;
      if (factor === 0 || factor === 2) return factor === 2;
      return fail(`${ASKED}: ${noun} ${place} of image ${image} is neither dropped as a whole nor doubled`);
    }),
  );
}
