import type { Random } from "@robustness-lab/fixtures";
import type { AttackDescription, BatchDescription, ModelDescription } from "../../run/arguments/described.ts";
import { floats } from "../../run/protocol/values.ts";
import { attackedImages } from "../expected/described-attacks.ts";
import type { ImageShape, Values } from "../expected/layers.ts";
import { logitsOf, predictionOf } from "../expected/models.ts";
import { mean, type Vector } from "../expected/vectors.ts";
import { remembered } from "../remembered.ts";
import { redraw } from "./draws.ts";
import { drawImages, imagesOf, toArgument, toLabels } from "./images.ts";
import { drawLinear, type LinearModel } from "./models.ts";

/**
 * The effect of an attack on an image's classification. Kept: right before and after. Turned: right, then wrong.
 * Mended: wrong, then right. Swapped: from one wrong class to another. Stuck: the same wrong class before and after, but
 * right if the attack were given the predicted class as label.
 */
export type Fate = "kept" | "turned" | "mended" | "stuck" | "swapped";

/** The true class of an image, and those predicted before and after an attack. */
export interface Classes {
  readonly label: number;
  readonly before: number;
  readonly after: number;
  readonly fate: Fate;
}

/** One image under attack, in double precision. */
export interface AttackedCase extends Classes {
  readonly image: Float32Array;
  readonly attacked: Vector;
}

/** A classifier, an attack, and images of known fates, all far from decision boundaries. */
export interface AttackedCases {
  readonly model: LinearModel;
  readonly shape: ImageShape;
  readonly attack: AttackDescription;
  readonly cases: readonly AttackedCase[];
}

const SHAPE: ImageShape = [3, 4, 1];
const DIM: AttackDescription = { kind: "dim", strength: 0.9 };
/** The images that it returns are nearly independent of those it is given. */
const SPECKLE: AttackDescription = { kind: "speckle", strength: 0.9 };
const CLASSES = 3;
/** The least gap between the two largest logits: far above the rounding of float32. */
const GAP = 0.02;
const DRAWS_PER_MODEL = 1000;
const DRAWS_PER_BATCH = 200;

/** Draws one image for each of the fates under "dim", in their order. */
export const drawCases = remembered((random: Random, fates: readonly Fate[]): AttackedCases => {
  return redraw("classifier with images of every fate", () => {
    const model = drawBiased(random);
    const cases = casesOf(model, random, fates);
    return cases === undefined ? undefined : { model, shape: SHAPE, attack: DIM, cases };
  });
});

/** Unequal biases let a dimmed image change its class, also from wrong to right. */
function drawBiased(random: Random): LinearModel {
  const first = random.integer(0, CLASSES - 1);
  const bias = [0.9, 0.3, -0.3].map((_, place, values) => values[(place + first) % CLASSES] as number);
  return { ...drawLinear(random, SHAPE, CLASSES, 1.5), bias: floats([CLASSES], bias) };
}

function casesOf(model: LinearModel, random: Random, fates: readonly Fate[]): readonly AttackedCase[] | undefined {
  const found = new Map<number, AttackedCase>();
  for (let draw = 0; draw < DRAWS_PER_MODEL && found.size < fates.length; draw += 1) {
    const drawn = drawCase(model, random);
    const place = fates.findIndex((fate, index) => fate === drawn?.fate && !found.has(index));
    if (drawn !== undefined && place !== -1) found.set(place, drawn);
  }
  return found.size < fates.length ? undefined : fates.map((_, place) => found.get(place) as AttackedCase);
}

function drawCase(model: LinearModel, random: Random): AttackedCase | undefined {
  const image = drawImages(random, 1, SHAPE, 0.05, 0.95).rows[0] as Float32Array;
  const label = random.integer(0, CLASSES - 1);
  const drawn = caseOf(model, image, label, dimmed(model, image, label));
  if (drawn?.fate === "stuck" && clearClass(model, dimmed(model, image, drawn.before)) !== label) return undefined;
  return drawn;
}

/** Undefined near a decision boundary. */
function caseOf(model: LinearModel, image: Float32Array, label: number, attacked: Vector): AttackedCase | undefined {
  const [before, after] = [clearClass(model, image), clearClass(model, attacked)];
  if (before === undefined || after === undefined) return undefined;
  return { image, label, attacked, before, after, fate: fateOf(label, before, after) };
}

function dimmed(model: ModelDescription, image: Values, label: number): Vector {
  // "dim" does not depend on the seed.
  const batch = { images: [Array.from(image)], labels: [label], seed: 1 };
  return attackedImages(DIM, batch, (each) => logitsOf(model, each, SHAPE))[0] as Vector;
}

/** A batch under "speckle" with this seed. */
export interface SpeckledBatch {
  readonly seed: number;
  readonly cases: readonly AttackedCase[];
}

interface SpeckledBatches extends Omit<AttackedCases, "cases"> {
  readonly batches: readonly SpeckledBatch[];
}

/** Draws the other classes of an image that is of class `after` after the attack. @param one the first of those, if it matters */
export function drawClasses(random: Random, fate: Fate, after: number, one = otherThan(random, after)): Classes {
  const other = CLASSES - one - after;
  const [label, before] = {
    kept: [after, after],
    turned: [one, one],
    mended: [after, one],
    stuck: [one, after],
    swapped: [one, other],
  }[fate] as [number, number];
  return { label, before, after, fate };
}

/** Another class. */
function otherThan(random: Random, one: number): number {
  return (one + random.integer(1, CLASSES - 1)) % CLASSES;
}

/** Draws batches of these sizes under "speckle". @param classesOf the classes of a batch's images, given those after the attack */
export function drawSpeckled(
  random: Random,
  sizes: readonly number[],
  classesOf: (after: Vector, batch: number) => readonly Classes[] | undefined,
): SpeckledBatches {
  return redraw("classifier with speckled images", () => {
    const model = drawCentred(random);
    const batches = sizes.map((size, batch) =>
      drawSpeckledBatch(model, random, size, (after) => classesOf(after, batch)),
    );
    const isFound = batches.every((batch) => batch !== undefined);
    return isFound ? { model, shape: SHAPE, attack: SPECKLE, batches } : undefined;
  });
}

/** With another seed than the batch's own the classes after the attack are others, two times out of three. */
function drawSpeckledBatch(
  model: LinearModel,
  random: Random,
  size: number,
  classesOf: (after: Vector) => readonly Classes[] | undefined,
): SpeckledBatch | undefined {
  const seed = random.integer(1000, 2 ** 31 - 1);
  // The noise at a place depends neither on the image there nor on the others.
  const noise = speckled(imagesOf(size, SHAPE, () => 0.5).rows, seed);
  const classes = classesOf(noise.map((image) => predictionOf(model, image, SHAPE)));
  if (classes === undefined) return undefined;
  let found: readonly (AttackedCase | undefined)[] = classes.map(() => undefined);
  for (let draw = 0; draw < DRAWS_PER_BATCH && found.includes(undefined); draw += 1) {
    const { rows } = drawImages(random, size, SHAPE, 0.05, 0.95);
    const attacked = speckled(rows, seed);
    found = found.map((known, place) => {
      const { label, before, after } = classes[place] as Classes;
      const drawn = known ?? caseOf(model, rows[place] as Float32Array, label, attacked[place] as Vector);
      return drawn?.before === before && drawn.after === after ? drawn : undefined;
    });
  }
  const cases = found.filter((one) => one !== undefined);
  return cases.length < size ? undefined : { seed, cases };
}

/** The biases make the mean logits of images between black and white 0, so that each class is as frequent. */
function drawCentred(random: Random): LinearModel {
  const model = drawLinear(random, SHAPE, CLASSES, 1.5);
  const grey = logitsOf({ ...model, bias: floats([CLASSES], [0, 0, 0]) }, Array(12).fill(0.5) as number[], SHAPE);
  return {
    ...model,
    bias: floats(
      [CLASSES],
      grey.map((logit) => -logit),
    ),
  };
}

function speckled(rows: readonly Float32Array[], seed: number): readonly Vector[] {
  // "speckle" depends neither on the labels nor on the classifier.
  return attackedImages(SPECKLE, { images: rows.map((row) => Array.from(row)), labels: [], seed }, () => []);
}

/** The accuracy of speckled batches when each is attacked with a seed that may not be its own. */
export function accuracyWithSeeds({ model, batches }: SpeckledBatches, seedOf: (batch: number) => number): number {
  const hits = batches.flatMap(({ cases }, batch) => {
    const attacked = speckled(
      cases.map(({ image }) => image),
      seedOf(batch),
    );
    return cases.map(({ label }, place) => (predictionOf(model, attacked[place] as Vector, SHAPE) === label ? 1 : 0));
  });
  return mean(hits);
}

/** A batch as an argument of a call. */
export function toBatch({ shape, cases }: Pick<AttackedCases, "shape" | "cases">, seed: number): BatchDescription {
  const images = toArgument({ shape, rows: cases.map(({ image }) => image) });
  return { images, labels: toLabels(cases.map(({ label }) => label)), seed };
}

/** The predicted class; undefined near a decision boundary. */
function clearClass(model: ModelDescription, image: Values): number | undefined {
  const logits = logitsOf(model, image, SHAPE);
  const [largest = 0, second = 0] = [...logits].sort((a, b) => b - a);
  return largest - second < GAP ? undefined : logits.indexOf(largest);
}

function fateOf(label: number, before: number, after: number): Fate {
  if (before === label) return after === label ? "kept" : "turned";
  if (after === label) return "mended";
  return after === before ? "stuck" : "swapped";
}
