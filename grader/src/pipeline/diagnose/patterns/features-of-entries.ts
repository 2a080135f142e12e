import { describedAt, numberAt, tensorAt } from "./arguments.ts";
import type { Feature } from "./feature.ts";
import type { Item } from "./items.ts";

/* Features of a single number of an answer: a pixel, a coordinate, a loss, a parameter. */

const feature = (id: string, words: string, holds: (item: Required<Item>) => boolean | undefined): Feature => ({
  ...{ id, words, level: "entry" },
  holds: (item) => (item.part === undefined || item.index === undefined ? undefined : holds(item as Required<Item>)),
});

/** The number at the same place in an argument of the answer's shape. */
function besideIn(name: string, { comparison, part, index }: Required<Item>): number | undefined {
  const tensor = tensorAt(comparison.args, name);
  return part.name === "value" && tensor?.data.length === part.right.length ? tensor.data[index] : undefined;
}

const ofPixel = (name: string, holds: (pixel: number) => boolean) => {
  return (item: Required<Item>): boolean | undefined => {
    const pixel = besideIn(name, item);
    return pixel === undefined ? undefined : holds(pixel);
  };
};

const ofWeight = (holds: (weight: number) => boolean) => {
  return ({ comparison, part, index }: Required<Item>): boolean | undefined => {
    const w = tensorAt(comparison.args, "w")?.data;
    const weight = part.shape.length === 2 ? w?.[index % w.length] : undefined;
    return weight === undefined ? undefined : holds(weight);
  };
};

/** Of an image's pixels: where the right answer is, in or at the edge of the box. */
const ofRightPixel = (holds: (pixel: number) => boolean) => {
  return ({ comparison, part, index }: Required<Item>): boolean | undefined => {
    const isPixel = tensorAt(comparison.args, "images") !== undefined && part.shape.length === 4;
    return isPixel ? holds(part.right[index] as number) : undefined;
  };
};

const ofStep = (holds: (step: number) => boolean) => {
  return ({ part, index }: Required<Item>): boolean | undefined =>
    part.base === undefined ? undefined : holds((part.right[index] as number) - (part.base[index] as number));
};

const isBeyond = (side: (pixel: number, centre: number, epsilon: number) => boolean) => {
  return (item: Required<Item>): boolean | undefined => {
    const [pixel, centre] = [besideIn("candidate", item), besideIn("images", item)];
    const epsilon = numberAt(item.comparison.args, "epsilon");
    if (pixel === undefined || centre === undefined || epsilon === undefined) return undefined;
    return side(pixel, centre, epsilon);
  };
};

const isList = (holds: (index: number, item: Required<Item>) => boolean | undefined) => {
  return (item: Required<Item>): boolean | undefined =>
    item.part.kind === "list" ? holds(item.index, item) : undefined;
};

/** The number of steps in the first epoch of a training. */
function firstEpoch({ comparison }: Required<Item>): number | undefined {
  const epochs = describedAt(comparison.args, "batches")?.["epochs"];
  return Array.isArray(epochs) && Array.isArray(epochs[0]) ? epochs[0].length : undefined;
}

const isState = ({ part }: Required<Item>): boolean => part.name.startsWith("state");

/** Only among trainings: elsewhere a state is that of a recorder. */
const ofState = (holds: (item: Required<Item>) => boolean) => {
  return (item: Required<Item>): boolean | undefined =>
    item.comparison.kind === "values" && "network" in item.comparison.args ? holds(item) : undefined;
};

const FIELDS = ["indices", "before", "after", "images"].map((name) =>
  feature(`field-${name}`, `in \`${name}\``, ({ comparison, part }) =>
    comparison.kind === "values" && comparison.parts.some((each) => each.name === name)
      ? part.name === name
      : undefined,
  ),
);

/** By specificity: of two features that fit, the first is said. */
export const ENTRY_FEATURES: readonly Feature[] = [
  ...FIELDS,
  feature(
    "biases",
    "in the biases",
    ofState((item) => isState(item) && item.part.shape.length === 1),
  ),
  feature(
    "weights",
    "in the weights, not in the biases",
    ofState((item) => isState(item) && item.part.shape.length > 1),
  ),
  feature("parameters", "in the network's parameters, not in the losses", ofState(isState)),
  feature(
    "losses",
    "in the returned losses, not in the network's parameters",
    ofState((item) => !isState(item)),
  ),
  feature(
    "later-epochs",
    "from the second epoch on",
    isList((index, item) => {
      const size = firstEpoch(item);
      return size === undefined ? undefined : index >= size;
    }),
  ),
  feature(
    "later-steps",
    "from the second entry of the list on",
    isList((index) => index > 0),
  ),
  feature(
    "first-step",
    "in the first entry of the list",
    isList((index) => index === 0),
  ),
  feature(
    "last-entry",
    "in the last entry of the list",
    isList((index, { part }) => index === part.right.length - 1),
  ),
  feature(
    "zero-weight",
    "for coordinates whose weight is 0",
    ofWeight((weight) => weight === 0),
  ),
  feature(
    "negative-weight",
    "for coordinates with a negative weight",
    ofWeight((weight) => weight < 0),
  ),
  feature(
    "positive-weight",
    "for coordinates with a positive weight",
    ofWeight((weight) => weight > 0),
  ),
  feature(
    "zero-slope",
    "for pixels whose gradient is 0",
    ofPixel("gradient", (slope) => slope === 0),
  ),
  feature(
    "negative-slope",
    "for pixels with a negative gradient",
    ofPixel("gradient", (slope) => slope < 0),
  ),
  feature(
    "positive-slope",
    "for pixels with a positive gradient",
    ofPixel("gradient", (slope) => slope > 0),
  ),
  feature(
    "tiny-slope",
    "for pixels with a tiny gradient",
    ofPixel("gradient", (slope) => Math.abs(slope) < 1e-4),
  ),
  feature(
    "edge-pixel",
    "for pixels at an edge of the pixel range",
    ofPixel("images", (pixel) => pixel === 0 || pixel === 1),
  ),
  feature(
    "black-pixel",
    "for black pixels",
    ofPixel("images", (pixel) => pixel === 0),
  ),
  feature(
    "white-pixel",
    "for white pixels",
    ofPixel("images", (pixel) => pixel === 1),
  ),
  feature(
    "candidate-below-box",
    "where the candidate is darker than black",
    ofPixel("candidate", (pixel) => pixel < 0),
  ),
  feature(
    "candidate-above-box",
    "where the candidate is brighter than white",
    ofPixel("candidate", (pixel) => pixel > 1),
  ),
  feature(
    "candidate-outside-box",
    "where the candidate is outside the pixel range",
    ofPixel("candidate", (pixel) => pixel < 0 || pixel > 1),
  ),
  feature(
    "candidate-inside-box",
    "where the candidate is inside the pixel range",
    ofPixel("candidate", (pixel) => pixel >= 0 && pixel <= 1),
  ),
  feature(
    "above-ball",
    "where the candidate is brighter than the ball allows",
    isBeyond((pixel, centre, epsilon) => pixel > centre + epsilon * (1 + 1e-6)),
  ),
  feature(
    "below-ball",
    "where the candidate is darker than the ball allows",
    isBeyond((pixel, centre, epsilon) => pixel < centre - epsilon * (1 + 1e-6)),
  ),
  feature(
    "beyond-ball",
    "for pixels outside the ball",
    isBeyond((pixel, centre, epsilon) => Math.abs(pixel - centre) > epsilon * (1 + 1e-6)),
  ),
  feature(
    "within-ball",
    "for pixels inside the ball",
    isBeyond((pixel, centre, epsilon) => Math.abs(pixel - centre) <= epsilon * (1 + 1e-6)),
  ),
  feature(
    "ends-black",
    "for pixels that should end at black",
    ofRightPixel((pixel) => pixel === 0),
  ),
  feature(
    "ends-white",
    "for pixels that should end at white",
    ofRightPixel((pixel) => pixel === 1),
  ),
  feature(
    "ends-at-edge",
    "for pixels that should end at an edge of the pixel range",
    ofRightPixel((pixel) => pixel === 0 || pixel === 1),
  ),
  feature(
    "brighter",
    "where a value should grow",
    ofStep((step) => step > 0),
  ),
  feature(
    "darker",
    "where a value should shrink",
    ofStep((step) => step < 0),
  ),
  feature(
    "moving",
    "where a value should change",
    ofStep((step) => step !== 0),
  ),
  feature(
    "still",
    "where a value should stay",
    ofStep((step) => step === 0),
  ),
  feature("later-channels", "after the first channel", ({ part, index }) =>
    part.shape.length === 4 && (part.shape[3] ?? 1) > 1 ? index % (part.shape[3] as number) > 0 : undefined,
  ),
];
