import { predictionOf } from "../expected/models.ts";
import type { Vector } from "../expected/vectors.ts";
import type { AttackedCases, Classes } from "./attacked-cases.ts";

/* The digits that known wrong galleries list, so that images can be drawn for which no list is right by luck. */

/** The numbers that a gallery compares, one for each image: it lists those with before = label and after != other. */
interface Compared {
  readonly before: Vector;
  readonly label: Vector;
  readonly after: Vector;
  readonly other: Vector;
}

type Change = (value: number, place: number) => number;

const OF_CLASSES: readonly Change[] = [
  (value) => value || 0.1,
  (value) => value || 1,
  (value) => value + 1,
  (value) => value - 1,
  (value) => value / 2,
  (value) => value / 255,
  (value) => -value,
  (value) => value ** 2,
  Math.sqrt,
  (value) => Math.min(value, 1),
  () => 0,
  () => 1,
  () => 2,
  (_, place) => place,
];

/** With any of these another image's class is compared. */
const OF_PLACES: readonly Change[] = [
  (place) => place || 1,
  (place) => place + 1,
  (place) => place - 1,
  (place) => place / 2,
  (place) => 2 * place,
  (place) => place ** 2,
  Math.sqrt,
  (place) => Math.min(place, 1),
  (place) => 12 - place,
  () => 0,
  () => 1,
  () => 2,
  () => 3,
];

/** With these no image's class is compared, or the first one's only. */
const OF_FIRST_PLACE: readonly Change[] = [(place) => place || 0.1, (place) => place / 255];

/** Of the pixels of an image. */
const OF_PIXELS: readonly ((pixel: number) => number)[] = [
  (pixel) => pixel + 0.1,
  (pixel) => 2 * pixel,
  (pixel) => -pixel,
  (pixel) => pixel ** 2,
  () => 1,
];

/** The places that programs list which compare other classes or places. */
export function* listingsOfClasses(cases: readonly Classes[]): Iterable<readonly number[]> {
  const right = compared(cases);
  const { before, after, label } = right;
  for (const change of OF_CLASSES) {
    yield listed({ ...right, after: after.map(change) });
    yield listed({ ...right, other: label.map(change) });
    yield listed({ ...right, before: before.map(change) });
    yield listed({ ...right, label: label.map(change) });
  }
  for (const change of OF_PLACES) {
    yield listed({ ...right, before: elsewhere(before, change) });
    yield listed({ ...right, after: elsewhere(after, change) });
  }
  for (const change of OF_FIRST_PLACE) yield listed({ ...right, before: elsewhere(before, change) });
  yield listed({ ...right, before: label.map((place) => before[place] as number) });
  yield listed({ ...right, after: label.map((place) => after[place] as number) });
}

/** The places that programs list which classify other images. */
export function* listingsOfPixels({ model, shape, cases }: AttackedCases): Iterable<readonly number[]> {
  const right = compared(cases);
  for (const change of OF_PIXELS) {
    const seen = (image: Iterable<number>): number => predictionOf(model, Array.from(image, change), shape);
    const [before, after] = [cases.map(({ image }) => seen(image)), cases.map(({ attacked }) => seen(attacked))];
    yield listed({ ...right, before });
    yield listed({ ...right, after });
    yield listed({ ...right, before, after });
  }
}

function compared(cases: readonly Classes[]): Compared {
  const label = cases.map((one) => one.label);
  return { before: cases.map(({ before }) => before), label, after: cases.map(({ after }) => after), other: label };
}

function elsewhere(classes: Vector, change: Change): Vector {
  return classes.map((_, place) => classes[change(place, place)] ?? NaN);
}

function listed({ before, label, after, other }: Compared): readonly number[] {
  return before.flatMap((value, place) => (value === label[place] && after[place] !== other[place] ? [place] : []));
}
