import type { LenetParameters } from "@robustness-lab/fixtures";
import { floats } from "../../run/protocol/values.ts";
import type { CheckContext } from "../check.ts";
import { fail, returnedTensor, type Numbers } from "../claims.ts";
import type { LenetFactors } from "../expected/lenet.ts";
import { lenetFrom } from "./lenet-parameters.ts";

/*
 * LeNet parameters with which the ten logits encode the masks. All channels and units have the same value in
 * inference, so that logits depend on the mask only; each logit encodes several of them as digits of a number.
 */

export const CHANNELS = 20;
const UNITS = 50;

/** One call in training mode: each of its images must get its own mask. */
export interface TrainingCall {
  readonly images: number;
  readonly seed: number;
}

/** By image and place: the value of a channel or unit relative to inference; null if dropped units hide it. */
export type Factors = readonly (readonly (number | null)[])[];

/*
 * Channels are 1 everywhere (a bias after kernels of 0). Each reader unit reads three channels: 1 + 20 a + 20^2 b + 20^3 c,
 * where a is 8 times the mean of the channel's 16 pixels: 16 if all are doubled, 0 if all are dropped, an integer in between
 * if pixels were dropped one by one. A logit adds the seven readers of the same channels, so it is m (1 + 20 a + ...) times
 * the scale of units, where m readers are kept: the lowest digit is m, and only m = 0 hides the channels. The last unit shows
 * the scale.
 */
const BASE = 20;
const GROUPS = 7;
const SCALE_UNIT = 49;
const SCALE_LOGIT = 9;

/** Ways to distribute the readers over the groups of channels, which are also the places of the logits. */
const READERS: readonly ((unit: number) => number)[] = [
  (unit) => unit % GROUPS,
  (unit) => Math.floor(unit / GROUPS),
  (unit) => (unit + Math.floor(unit / GROUPS)) % GROUPS,
];

type Entry = (name: keyof LenetParameters, index: number) => number;

function channelEntry(groupOf: (unit: number) => number): Entry {
  const logitOf = (unit: number): number => (unit === SCALE_UNIT ? SCALE_LOGIT : groupOf(unit));
  const isRead = (channel: number, unit: number): boolean =>
    unit !== SCALE_UNIT && Math.floor(channel / 3) === groupOf(unit);
  return (name, index) => {
    if (name === "conv2Bias" || name === "fc1Bias") return 1;
    if (name === "fc2Weights") return logitOf(Math.floor(index / 10)) === index % 10 ? 1 : 0;
    const [channel, unit] = [Math.floor(index / UNITS) % CHANNELS, index % UNITS];
    return name === "fc1Weights" && isRead(channel, unit) ? 0.5 * BASE ** ((channel % 3) + 1) : 0;
  };
}

/**
 * Calls lenet in training mode and decodes each channel's factor. With another distribution of readers, the same dropped units
 * hide other channels.
 */
export async function channelFactors(
  context: CheckContext,
  call: TrainingCall,
  readers = READERS[0],
): Promise<Factors> {
  const { values } = await trainingLogits(context, call, channelEntry(readers as (unit: number) => number));
  const scale = scaleOfReaders(values, call);
  return Array.from({ length: call.images }, (_, image) =>
    Array.from({ length: CHANNELS }, (_unused, channel) => {
      const reading = Math.round((values[image * 10 + Math.floor(channel / 3)] as number) / scale);
      const kept = reading % BASE;
      return kept === 0 ? null : digit((reading / kept - 1) / BASE, BASE, channel % 3) / 8;
    }),
  );
}

/** The factor of the units that are kept. If no image keeps the last unit, the lowest digits of the readings have it. */
function scaleOfReaders(logits: readonly number[], call: TrainingCall): number {
  const shown = Math.max(...logits.filter((_, index) => index % 10 === SCALE_LOGIT));
  if (shown > 0) return shown;
  const digits = logits.filter((logit) => logit > 0.5).map((logit) => logit % BASE);
  if (digits.length === 0) return fail(`${askedOf(call)}: no image has anything left of a unit`);
  return digits.every((each) => each % 2 === 0) ? 2 : Math.min(...digits);
}

/** Units are 1 (a bias after weights of 0), and each logit reads five of them as five digits in base 8. */
function unitEntry(name: keyof LenetParameters, index: number): number {
  if (name === "fc1Bias") return 1;
  if (name !== "fc2Weights") return 0;
  const [unit, logit] = [Math.floor(index / 10), index % 10];
  return Math.floor(unit / 5) === logit ? 8 ** (unit % 5) : 0;
}

/** Calls lenet in training mode and decodes each unit's factor. */
export async function unitFactors(context: CheckContext, call: TrainingCall): Promise<Factors> {
  const { values } = await trainingLogits(context, call, unitEntry);
  const scale = scaleOfUnits(values);
  return Array.from({ length: call.images }, (_, image) =>
    Array.from(
      { length: UNITS },
      (_unused, unit) => scale * digit((values[image * 10 + Math.floor(unit / 5)] as number) / scale, 8, unit % 5),
    ),
  );
}

/** Five units of which some are kept, all of them first. */
const KEPT = Array.from({ length: 31 }, (_, index) => Number.parseInt((31 - index).toString(2), 8));

/** The factor of the units that are kept: that with which every logit is a number of digits 0 and 1; 1 if there is none. */
function scaleOfUnits(logits: readonly number[]): number {
  const largest = Math.max(...logits);
  const explains = (scale: number): boolean => logits.every((logit) => /^[01]+$/.test(octal(logit / scale)));
  return [2, ...KEPT.map((kept) => largest / kept)].find(explains) ?? 1;
}

/** Empty if a number is no integer, but for the rounding of float32. */
function octal(number: number): string {
  const rounded = Math.round(number);
  return Math.abs(number - rounded) < 0.01 ? rounded.toString(8) : "";
}

/** The call in words. */
export function askedOf({ images }: TrainingCall): string {
  return `lenet of ${images} images with a dropout seed`;
}

async function trainingLogits({ submission }: CheckContext, call: TrainingCall, entry: Entry): Promise<Numbers> {
  const batch = floats([call.images, 28, 28, 1], new Float32Array(call.images * 784));
  const observation = await submission.call("lenet", lenetFrom(entry), batch, call.seed);
  return returnedTensor(observation, askedOf(call), [call.images, 10]);
}

/** One digit of a number; the lowest digit includes the fraction. */
function digit(number: number, base: number, place: number): number {
  // Rounded first: with a scale that is not a power of two, an error could borrow from the next digit.
  const rounded = Math.round(number * 1000) / 1000;
  return place === 0 ? rounded % base : Math.floor(rounded / base ** place) % base;
}

/** The mask, true if kept; fails the check for a place neither dropped nor doubled. @param noun "channel" or "unit" */
export function keptOf(factors: Factors, noun: string, asked: string): readonly (readonly (boolean | null)[])[] {
  return factors.map((row, image) =>
    row.map((factor, place) => {
      if (factor === null) return null;
      if (factor === 0 || factor === 2) return factor === 2;
      return fail(`${asked}: ${noun} ${place} of image ${image} is neither dropped as a whole nor doubled`);
    }),
  );
}

/** The factors of the images that show all of theirs, by their places in the batch. */
export async function shownFactors(
  context: CheckContext,
  call: TrainingCall,
): Promise<readonly (LenetFactors & { readonly image: number })[]> {
  const units = await unitFactors(context, call);
  for (const readers of READERS) {
    const channels = await channelFactors(context, call, readers);
    const all = channels.map((row, image) => ({ image, channels: row, units: units[image] ?? [] }));
    const shown = all.filter((one): one is LenetFactors & { image: number } => !one.channels.includes(null));
    if (shown.length > 0) return shown;
  }
  return [];
}
