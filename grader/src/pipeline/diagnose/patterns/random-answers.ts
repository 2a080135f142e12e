import { numbersIn } from "../numbers-in.ts";
import { numberAt, tensorAt } from "./arguments.ts";
import type { Answered } from "./ignored-arguments.ts";
import type { Relation } from "./relations.ts";

/* Facts about answers that are drawn at random, where any draw of the right kind is right. */

/** A fact about the draws of a random start; undefined for other functions. */
export function startRelation(calls: readonly Answered[]): Relation | undefined {
  const [first] = calls;
  if (first === undefined || !first.call.functionName.startsWith("randomStart")) return undefined;
  const starts = calls.flatMap(startOf);
  // Arguments that are not allowed have no start.
  const asked = calls.filter(({ kind }) => kind !== "both-threw");
  if (starts.length === 0 || starts.length < asked.length) return undefined;
  return FACTS.find(({ holds }) => holds(starts, first.call.functionName === "randomStartL2"));
}

interface Start {
  readonly epsilon: number;
  readonly pixels: readonly number[];
  /** By image. */
  readonly moved: readonly (readonly number[])[];
  readonly channels: number;
}

function startOf({ call, args }: Answered): readonly Start[] {
  const [images, epsilon] = [tensorAt(args, "images"), numberAt(args, "epsilon")];
  if (call.observation.status !== "returned" || images === undefined || epsilon === undefined) return [];
  const pixels = numbersIn(call.observation);
  if (pixels.length !== images.data.length || !pixels.every(Number.isFinite)) return [];
  const moved = pixels.map((pixel, index) => pixel - (images.data[index] as number));
  const count = images.shape[0] ?? 1;
  const width = pixels.length / Math.max(1, count);
  const byImage = Array.from({ length: count }, (_, image) => moved.slice(image * width, (image + 1) * width));
  return [{ epsilon, pixels, moved: byImage, channels: images.shape[3] ?? 1 }];
}

interface Fact extends Relation {
  readonly holds: (starts: readonly Start[], isL2: boolean) => boolean;
}

const ROUNDING = 1e-6;
/** Of so many draws some come near every end of their range. */
const MANY = 500;

/** Starts with a radius and so many pixels that their extremes tell. */
const large = (starts: readonly Start[]): readonly Start[] =>
  starts.filter(({ epsilon, pixels }) => epsilon > 0 && pixels.length >= MANY);
const allOf = (starts: readonly Start[], holds: (start: Start) => boolean): boolean =>
  starts.length > 0 && starts.every(holds);
const several = (starts: readonly Start[], holds: (start: Start) => boolean): boolean =>
  allOf(
    starts.filter(({ epsilon, moved }) => epsilon > 0 && moved.length > 1),
    holds,
  );

const isSame = (one: number, other: number | undefined): boolean => Math.abs(one - (other ?? NaN)) < ROUNDING;
const furthest = (start: Start, isL2: boolean): number =>
  start.moved.reduce((most, image) => Math.max(most, lengthOf(image, isL2)), 0) / start.epsilon;
const lengthOf = (image: readonly number[], isL2: boolean): number =>
  isL2 ? Math.hypot(...image) : image.reduce((most, by) => Math.max(most, Math.abs(by)), 0);

const FACTS: readonly Fact[] = [
  {
    id: "start-unmoved",
    words: "the start is the image itself",
    holds: (starts) => allOf(starts, ({ moved }) => moved.flat().every((by) => isSame(by, 0))),
  },
  {
    id: "start-outside-box",
    words: "the start leaves the pixel range",
    holds: (starts) => starts.some(({ pixels }) => pixels.some((pixel) => pixel < -ROUNDING || pixel > 1 + ROUNDING)),
  },
  {
    id: "start-too-far",
    words: "the start is further from the image than epsilon",
    holds: (starts, isL2) => starts.some((start) => start.epsilon > 0 && furthest(start, isL2) > 1 + 1e-3),
  },
  {
    id: "start-one-noise",
    words: "every image of a batch gets the same noise",
    holds: (starts) =>
      several(large(starts), ({ moved }) =>
        moved.every((image) => image.every((by, pixel) => isSame(by, moved[0]?.[pixel]))),
      ),
  },
  {
    id: "start-one-draw",
    words: "every pixel of an image gets the same noise",
    holds: (starts) =>
      several(large(starts), ({ moved }) => moved.every((image) => image.every((by) => isSame(by, image[0])))),
  },
  {
    id: "start-channels-alike",
    words: "the channels of a pixel get the same noise",
    holds: (starts) =>
      allOf(
        large(starts).filter(({ channels }) => channels > 1),
        ({ moved, channels }) =>
          moved.every((image) => image.every((by, at) => isSame(by, image[at - (at % channels)]))),
      ),
  },
  {
    id: "start-upwards",
    words: "the noise only makes pixels brighter",
    holds: (starts) => allOf(large(starts), ({ moved }) => moved.flat().every((by) => by >= -ROUNDING)),
  },
  {
    id: "start-downwards",
    words: "the noise only makes pixels darker",
    holds: (starts) => allOf(large(starts), ({ moved }) => moved.flat().every((by) => by <= ROUNDING)),
  },
  {
    id: "start-on-surface",
    words: "every start is at the border of the ball, none inside",
    holds: (starts, isL2) =>
      allOf(large(starts), (start) =>
        start.moved.every((image) =>
          isL2
            ? isSame(lengthOf(image, true), start.epsilon)
            : image.every((by) => isSame(Math.abs(by), start.epsilon)),
        ),
      ),
  },
  {
    id: "start-too-near",
    words: "no start comes near the border of the ball",
    holds: (starts, isL2) => allOf(large(starts), (start) => furthest(start, isL2) < 0.8),
  },
];
