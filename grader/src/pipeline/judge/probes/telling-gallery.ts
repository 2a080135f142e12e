import type { Random } from "@robustness-lab/fixtures";
import type { Vector } from "../expected/vectors.ts";
import { drawClasses, drawSpeckled, type AttackedCases, type Classes, type SpeckledBatch } from "./attacked-cases.ts";
import { remembered } from "../remembered.ts";
import { firstUsable, redraw } from "./draws.ts";
import { drawGalleryFates, isSelection } from "./fates.ts";
import { listingsOfClasses, listingsOfPixels } from "./wrong-listings.ts";

/** Images under an attack that depends on the batch's seed. */
export interface SeededCases extends AttackedCases {
  readonly seed: number;
}

/**
 * Draws a gallery's images under "speckle", after which all classes occur, unlike after "dim". If all turned images are asked for,
 * each known mistake shows: positions sorted as texts, the first image taken for the second, classes in another order, and
 * changed classes, places and pixels, which select images of some fate only in part.
 */
export const drawTellingGallery = remembered((random: Random): SeededCases => {
  return redraw("gallery that shows mistakes", () => {
    const { batches, ...probe } = drawSpeckled(random, [SIZE], (after) => drawTellingClasses(random, after));
    const { seed, cases } = batches[0] as SpeckledBatch;
    return areTold(cases, listingsOfPixels({ ...probe, cases })) ? { ...probe, seed, cases } : undefined;
  });
});

const SIZE = 13;

/** Of ten draws with the right classes after the attack, one or two tell. */
const DRAWS = 20;

/**
 * Classes that tell classes from places, and places from those that are squared, halved or next to them. The first image is turned,
 * so that its classes count, and the second is of its class then. The kept ones are of two classes.
 */
function drawTellingClasses(random: Random, after: Vector): readonly Classes[] | undefined {
  if (after[0] === 0 || after[1] !== 0 || after[2] !== 2 || after[4] === 2 || after[3] === after[9]) return undefined;
  return firstUsable(DRAWS, () => {
    const second = random.integer(0, 1) === 0 ? "mended" : "swapped";
    const fates = drawGalleryFates(random, ["turned", second, "kept", "turned", "turned"]);
    if (after[fates.lastIndexOf("kept")] !== 0) return undefined;
    const others = [0, second === "mended" ? 2 : 1, undefined, after[9], 2];
    const cases = fates.map((fate, place) => drawClasses(random, fate, after[place] as number, others[place]));
    return tellClasses(cases) ? cases : undefined;
  });
}

/** Whether each list is empty, or has some images of a fate without the others. */
function areTold(cases: readonly Classes[], listings: Iterable<readonly number[]>): boolean {
  const fates = cases.map(({ fate }) => fate);
  for (const places of listings) if (places.length > 0 && isSelection(fates, places)) return false;
  return true;
}

function tellClasses(cases: readonly Classes[]): boolean {
  const [first, second] = cases as readonly [Classes, Classes];
  const turned = cases.filter(({ fate }) => fate === "turned");
  const places = cases.flatMap(({ fate }, place) => (fate === "turned" ? [String(place)] : []));
  return (
    !isSorted(places) &&
    first.label === second.after &&
    first.label !== second.before &&
    [turned.map(({ before }) => before), turned.map(({ after }) => after)].every(showsOrder) &&
    areTold(cases, listingsOfClasses(cases))
  );
}

/** The smallest and the largest class occur, and the order shows. */
function showsOrder(classes: Vector): boolean {
  const isPalindrome = classes.every((each, place) => each === classes.at(-1 - place));
  return classes.includes(0) && classes.includes(2) && !isPalindrome && !isSorted(classes);
}

function isSorted(values: readonly (string | number)[]): boolean {
  return values.every((value, index) => index === 0 || (values[index - 1] as string | number) <= value);
}
