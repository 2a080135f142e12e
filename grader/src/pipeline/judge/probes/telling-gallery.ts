import type { Random } from "@robustness-lab/fixtures";
import { predictionOf } from "../expected/models.ts";
import type { Vector } from "../expected/vectors.ts";
import {
  drawSpeckled,
  type AttackedCase,
  type AttackedCases,
  type Fate,
  type SpeckledBatch,
} from "./attacked-cases.ts";
import { redraw, shuffled } from "./draws.ts";
import { drawGalleryFates } from "./fates.ts";

/** Images under an attack that depends on the batch's seed. */
export interface SeededCases extends AttackedCases {
  readonly seed: number;
}

/**
 * Draws a gallery's images under "speckle", after which all classes occur, unlike after "dim". If all turned images are asked for,
 * each known mistake shows: positions sorted as texts, the first image taken for the second, classes in another order or changed,
 * and predictions of brighter images.
 */
export function drawTellingGallery(random: Random): SeededCases {
  const fates = drawTellingFates(random);
  return redraw("gallery that shows mistakes", () => {
    const { batches, ...probe } = drawSpeckled(random, [fates]);
    const { seed, cases } = batches[0] as SpeckledBatch;
    return tells(probe, cases) ? { ...probe, seed, cases } : undefined;
  });
}

/** The first image is turned, so that its classes count, and the second changes its class. */
function drawTellingFates(random: Random): readonly Fate[] {
  const second = shuffled<Fate>(random, ["turned", "mended", "swapped"])[0] as Fate;
  return redraw("positions that are not sorted as texts", () => {
    const fates = drawGalleryFates(random, ["turned", second]);
    const turned = fates.flatMap((fate, place) => (fate === "turned" ? [String(place)] : []));
    return isSorted(turned) ? undefined : fates;
  });
}

function tells({ model, shape }: Omit<AttackedCases, "cases">, cases: readonly AttackedCase[]): boolean {
  const [first, second] = cases as readonly [AttackedCase, AttackedCase];
  const turned = cases.filter(({ fate }) => fate === "turned");
  const areClassesTold = [turned.map(({ before }) => before), turned.map(({ after }) => after)].every(tellsClasses);
  const isBrightnessTold = turned.some(({ image, before }) => {
    const brighter = image.map((pixel) => 2 * pixel);
    return predictionOf(model, brighter, shape) !== before;
  });
  return first.label === second.after && first.label !== second.before && areClassesTold && isBrightnessTold;
}

/** The smallest and the largest class occur, and the order shows. */
function tellsClasses(classes: Vector): boolean {
  const isPalindrome = classes.every((each, place) => each === classes.at(-1 - place));
  return classes.includes(0) && classes.includes(2) && !isPalindrome && !isSorted(classes);
}

function isSorted(values: readonly (string | number)[]): boolean {
  return values.every((value, index) => index === 0 || (values[index - 1] as string | number) <= value);
}
