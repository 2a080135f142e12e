import { logitsOf } from "../../judge/expected/models.ts";
import type { ImageShape } from "../../judge/expected/layers.ts";
import type { ModelDescription } from "../../run/arguments/described.ts";
import { describedAt, numberAt, tensorAt, type NamedArguments } from "./arguments.ts";
import { marginsOf } from "./features-of-calls.ts";
import type { Feature } from "./feature.ts";

/* Features of a point or an image. */

type Holds = (args: NamedArguments, row: number) => boolean | undefined;

const feature = (id: string, words: string, holds: Holds): Feature => ({
  ...{ id, words, level: "row" },
  holds: ({ comparison, row }) => (row === undefined ? undefined : holds(comparison.args, row)),
});

const memo = new WeakMap<NamedArguments, readonly number[] | undefined>();

function marginAt(args: NamedArguments, row: number): number | undefined {
  if (!memo.has(args)) memo.set(args, marginsOf(args));
  return (memo.get(args) ?? tensorAt(args, "margins")?.data)?.[row];
}

const ofMargin = (holds: (margin: number) => boolean): Holds => {
  return (args, row) => {
    const margin = marginAt(args, row);
    return margin === undefined ? undefined : holds(margin);
  };
};

/** The margin after the worst displacement in the ball, if the function has an l2 or an l_inf radius. */
const lengthOf = (row: readonly number[]): number => Math.hypot(...row);

function rowOf(args: NamedArguments, name: string, row: number): readonly number[] | undefined {
  const tensor = tensorAt(args, name);
  if (tensor === undefined) return undefined;
  const width = tensor.data.length / Math.max(1, tensor.shape[0] ?? 1);
  return Array.from(tensor.data.slice(row * width, (row + 1) * width));
}

function distanceOf(args: NamedArguments, row: number): number | undefined {
  const [candidate, image] = [rowOf(args, "candidate", row), rowOf(args, "images", row)];
  if (candidate === undefined || image === undefined) return undefined;
  return lengthOf(candidate.map((pixel, index) => pixel - (image[index] ?? 0)));
}

const ofDistance = (holds: (distance: number, epsilon: number) => boolean): Holds => {
  return (args, row) => {
    const [distance, epsilon] = [distanceOf(args, row), numberAt(args, "epsilon")];
    return distance === undefined || epsilon === undefined ? undefined : holds(distance, epsilon);
  };
};

const ofLabel = (name: string, holds: (label: number, first: number) => boolean): Holds => {
  return (args, row) => {
    const labels = tensorAt(args, name)?.data;
    const [label, first] = [labels?.[row], labels?.[0]];
    return label === undefined || first === undefined ? undefined : holds(label, first);
  };
};

const ofGradient = (holds: (gradient: readonly number[]) => boolean): Holds => {
  return (args, row) => {
    const gradient = rowOf(args, "gradient", row);
    return gradient === undefined ? undefined : holds(gradient);
  };
};

/** Whether the classifier gives the image another class than its label. */
const isMisclassified: Holds = (args, row) => {
  const model = describedAt(args, "classifier")?.["model"] as ModelDescription | undefined;
  const [images, label] = [tensorAt(args, "images"), tensorAt(args, "labels")?.data[row]];
  const pixels = rowOf(args, "images", row);
  if (model === undefined || images === undefined || label === undefined || pixels === undefined) return undefined;
  const logits = logitsOf(model, Float32Array.from(pixels), images.shape.slice(1) as unknown as ImageShape);
  return logits.indexOf(Math.max(...logits)) !== label;
};

/** By specificity: of two features that fit, the first is said. */
export const ROW_FEATURES: readonly Feature[] = [
  feature(
    "negative-label",
    "where y is -1",
    ofLabel("y", (label) => label < 0),
  ),
  feature(
    "positive-label",
    "where y is +1",
    ofLabel("y", (label) => label > 0),
  ),
  feature(
    "label-unlike-first",
    "where the label is not that of the first point",
    ofLabel("y", (label, first) => label !== first),
  ),
  feature(
    "label-0",
    "for images of class 0",
    ofLabel("labels", (label) => label === 0),
  ),
  feature(
    "image-label-unlike-first",
    "where the label is not that of the first image",
    ofLabel("labels", (label, first) => label !== first),
  ),
  feature("misclassified", "for images that the classifier gets wrong", isMisclassified),
  feature("classified", "for images that the classifier gets right", (args, row) => {
    const wrong = isMisclassified(args, row);
    return wrong === undefined ? undefined : !wrong;
  }),
  feature(
    "margin-beyond",
    "where the margin exceeds 1",
    ofMargin((margin) => margin > 1),
  ),
  feature(
    "margin-from-1",
    "where the margin is 1 or more",
    ofMargin((margin) => margin >= 1),
  ),
  feature(
    "margin-below",
    "where the margin is below 1",
    ofMargin((margin) => margin < 1),
  ),
  feature(
    "margin-up-to-1",
    "where the margin is 1 or less",
    ofMargin((margin) => margin <= 1),
  ),
  feature(
    "margin-at-1",
    "where the margin is exactly 1",
    ofMargin((margin) => margin === 1),
  ),
  feature(
    "margin-at-0",
    "where the margin is 0",
    ofMargin((margin) => margin === 0),
  ),
  feature(
    "margin-negative",
    "where the margin is negative",
    ofMargin((margin) => margin < 0),
  ),
  feature(
    "margin-positive",
    "where the margin is positive",
    ofMargin((margin) => margin > 0),
  ),
  feature(
    "margin-not-negative",
    "where the margin is not negative",
    ofMargin((margin) => margin >= 0),
  ),
  feature(
    "margin-far-below",
    "where the margin is far below 0",
    ofMargin((margin) => margin < -15),
  ),
  feature(
    "margin-far-above",
    "where the margin is far above 1",
    ofMargin((margin) => margin > 15),
  ),
  feature(
    "margin-far",
    "where the margin is far from 0",
    ofMargin((margin) => Math.abs(margin) > 15),
  ),
  feature(
    "at-centre",
    "where the candidate is the image itself",
    ofDistance((distance) => distance === 0),
  ),
  feature(
    "inside-ball",
    "where the candidate is inside the ball",
    ofDistance((distance, epsilon) => distance <= epsilon * (1 + 1e-6)),
  ),
  feature(
    "outside-ball",
    "where the candidate is outside the ball",
    ofDistance((distance, epsilon) => distance > epsilon * (1 + 1e-6)),
  ),
  feature(
    "gradient-0",
    "for images whose gradient is 0",
    ofGradient((gradient) => gradient.every((slope) => slope === 0)),
  ),
  feature(
    "gradient-tiny",
    "for images whose gradient is tiny",
    ofGradient((gradient) => lengthOf(gradient) < 1e-3),
  ),
  feature("not-first", "after the first of a batch", (_, row) => row > 0),
  feature("first", "for the first of a batch", (_, row) => row === 0),
];
