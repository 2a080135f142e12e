import type { Random } from "@robustness-lab/fixtures";
import type { ModelDescription } from "../../run/arguments/described.ts";
import { floats } from "../../run/protocol/values.ts";
import { softmaxOf } from "../expected/cross-entropy.ts";
import { attackedImage } from "../expected/described-attacks.ts";
import type { ImageShape, Values } from "../expected/layers.ts";
import { logitsOf } from "../expected/models.ts";
import { redraw } from "./draws.ts";
import { drawImages } from "./images.ts";
import { drawLinear, type LinearModel } from "./models.ts";

/**
 * The effect of the attack "dim" on an image's classification. Kept: right before and after. Turned: right, then wrong.
 * Mended: wrong, then right. Swapped: from one wrong class to another. Stuck: the same wrong class before and after, but
 * right if the attack were given the predicted class as label.
 */
export type Fate = "kept" | "turned" | "mended" | "stuck" | "swapped";

/** One image under attack, in double precision. */
export interface AttackedCase {
  readonly image: Float32Array;
  readonly label: number;
  readonly attacked: readonly number[];
  readonly before: number;
  readonly after: number;
  readonly fate: Fate;
}

/** A classifier and images of known fates under "dim", all far from decision boundaries. */
export interface AttackedCases {
  readonly model: LinearModel;
  readonly shape: ImageShape;
  readonly strength: number;
  readonly cases: readonly AttackedCase[];
}

const SHAPE: ImageShape = [3, 4, 1];
const STRENGTH = 0.9;
const CLASSES = 3;
/** The least gap between the two largest logits: far above the rounding of float32. */
const GAP = 0.02;
const DRAWS_PER_MODEL = 1000;

/** Draws one image for each of the fates, in their order. */
export function drawCases(random: Random, fates: readonly Fate[]): AttackedCases {
  return redraw("classifier with images of every fate", () => {
    const model = drawBiased(random);
    const cases = casesOf(model, random, fates);
    return cases === undefined ? undefined : { model, shape: SHAPE, strength: STRENGTH, cases };
  });
}

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
  const attacked = dimmed(model, image, label);
  const [before, after] = [clearClass(model, image), clearClass(model, attacked)];
  if (before === undefined || after === undefined) return undefined;
  const fate = fateOf(label, before, after);
  if (fate === "stuck" && clearClass(model, dimmed(model, image, before)) !== label) return undefined;
  return { image, label, attacked, before, after, fate };
}

function dimmed(model: ModelDescription, image: Values, label: number): readonly number[] {
  const confidence = softmaxOf(logitsOf(model, image, SHAPE))[label] as number;
  return attackedImage({ kind: "dim", strength: STRENGTH }, Array.from(image), confidence);
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
