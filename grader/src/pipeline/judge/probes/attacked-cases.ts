import type { Random } from "@robustness-lab/fixtures";
import type { ModelDescription } from "../../run/arguments/described.ts";
import { floats } from "../../run/protocol/values.ts";
import { dimmed } from "../expected/described-attacks.ts";
import { logitsOf, type ImageShape, type Pixels } from "../expected/models.ts";
import { drawImages } from "./images.ts";
import { drawLinear, type LinearModel } from "./models.ts";
import { redraw } from "./redraw.ts";

/**
 * What the attack "dim" does to an image's class. Swapped: from one wrong class to another. Stuck: wrong before and after,
 * but right after if the attack were told the predicted class.
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

/** A classifier and images whose fates under "dim" are known and clear of every decision border. */
export interface AttackedCases {
  readonly model: LinearModel;
  readonly shape: ImageShape;
  readonly strength: number;
  readonly cases: readonly AttackedCase[];
}

const SHAPE: ImageShape = [3, 4, 1];
const STRENGTH = 0.9;
const CLASSES = 3;
/** Between the two largest logits: far above the rounding of float32. */
const GAP = 0.02;
const DRAWS_PER_MODEL = 1000;

/** Draws images until there is one for each fate asked for, in that order. */
export function drawCases(random: Random, fates: readonly Fate[]): AttackedCases {
  return redraw("classifier with images of every fate", () => {
    const model = drawBiased(random);
    const cases = casesOf(model, random, fates);
    return cases === undefined ? undefined : { model, shape: SHAPE, strength: STRENGTH, cases };
  });
}

/** Unequal biases let a dimmed image change its class, to the right one too. */
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
  const attacked = dimmed(model, image, SHAPE, { label, strength: STRENGTH });
  const [before, after] = [clearClass(model, image), clearClass(model, attacked)];
  if (before === undefined || after === undefined) return undefined;
  const fate = fateOf(label, before, after);
  if (
    fate === "stuck" &&
    clearClass(model, dimmed(model, image, SHAPE, { label: before, strength: STRENGTH })) !== label
  )
    return undefined;
  return { image, label, attacked, before, after, fate };
}

function clearClass(model: ModelDescription, image: Pixels): number | undefined {
  const logits = logitsOf(model, image, SHAPE);
  const [largest = 0, second = 0] = [...logits].sort((a, b) => b - a);
  return largest - second < GAP ? undefined : logits.indexOf(largest);
}

function fateOf(label: number, before: number, after: number): Fate {
  if (before === label) return after === label ? "kept" : "turned";
  if (after === label) return "mended";
  return after === before ? "stuck" : "swapped";
}
