import type { Feature } from "./feature.ts";
import { batchSizeOf, describedAt, numberAt, tensorAt, type NamedArguments } from "./arguments.ts";

/* Features that a call has as a whole. */

type Holds = (args: NamedArguments) => boolean | undefined;

const feature = (id: string, words: string, holds: Holds): Feature => ({
  ...{ id, words, level: "call" },
  holds: ({ comparison }) => holds(comparison.args),
});

const isZero = (name: string): Feature =>
  feature(`zero-${name}`, `where ${name} is 0`, (args) => {
    const value = numberAt(args, name);
    return value === undefined ? undefined : value === 0;
  });

const ofTensor = (name: string, holds: (data: readonly number[], shape: readonly number[]) => boolean): Holds => {
  return (args) => {
    const tensor = tensorAt(args, name);
    return tensor === undefined ? undefined : holds(Array.from(tensor.data), tensor.shape);
  };
};

const largestOf = (data: readonly number[]): number => data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

const modelOf = (args: NamedArguments): Readonly<Record<string, unknown>> | undefined =>
  (describedAt(args, "network") ?? describedAt(args, "classifier"))?.["model"] as Record<string, unknown> | undefined;

const lossOf = (args: NamedArguments): unknown =>
  (describedAt(args, "loss") ?? describedAt(args, "lossDerivative"))?.["name"];

/** The sizes of the batches of a call, by epoch. */
function sizesOf(args: NamedArguments): readonly (readonly number[])[] | undefined {
  const described = describedAt(args, "batches");
  const listed = described?.["epochs"] ?? (described?.["batches"] === undefined ? undefined : [described["batches"]]);
  if (!Array.isArray(listed)) return undefined;
  const epochs = numberAt(args, "epochs") ?? listed.length;
  return (listed as { labels?: { shape?: readonly number[] } }[][])
    .slice(0, epochs)
    .map((batches) => batches.map(({ labels }) => labels?.shape?.[0] ?? 0));
}

const ofSizes = (holds: (sizes: readonly number[], epochs: number) => boolean): Holds => {
  return (args) => {
    const sizes = sizesOf(args);
    return sizes === undefined ? undefined : holds(sizes.flat(), sizes.length);
  };
};

/** The margins y w·x of a linear problem. */
export function marginsOf(args: NamedArguments): readonly number[] | undefined {
  const [w, x, y] = ["w", "x", "y"].map((name) => tensorAt(args, name)?.data);
  if (w === undefined || x === undefined || y === undefined) return undefined;
  return Array.from(
    y,
    (label, row) =>
      label * Array.from(w).reduce((sum, weight, column) => sum + weight * (x[row * w.length + column] ?? 0), 0),
  );
}

const ofMargins = (holds: (margins: readonly number[]) => boolean): Holds => {
  return (args) => {
    const margins = marginsOf(args);
    return margins === undefined ? undefined : holds(margins);
  };
};

const isLoss = (words: readonly string[]): Holds => {
  return (args) => {
    const name = lossOf(args);
    return typeof name === "string" ? words.includes(name) : undefined;
  };
};

const not =
  (holds: Holds): Holds =>
  (args) => {
    const held = holds(args);
    return held === undefined ? undefined : !held;
  };

const CHANNELS: Holds = (args) => {
  const images = tensorAt(args, "images") ?? tensorAt(args, "gradient");
  return images === undefined ? undefined : (images.shape[3] ?? 1) > 1;
};

const batchIs = (holds: (size: number) => boolean): Holds => {
  return (args) => {
    const size = batchSizeOf(args);
    return size === undefined ? undefined : holds(size);
  };
};

/** By specificity: of two features that fit, the first is said. */
export const CALL_FEATURES: readonly Feature[] = [
  ...["epsilon", "alpha", "lambda"].map(isZero),
  feature(
    "zero-weights",
    "where w is 0",
    ofTensor("w", (data) => data.every((value) => value === 0)),
  ),
  feature(
    "zero-gradient",
    "where the gradient is 0",
    ofTensor("gradient", (data) => data.every((value) => value === 0)),
  ),
  feature(
    "tiny-weights",
    "where w is tiny",
    ofTensor("w", (data) => largestOf(data) > 0 && largestOf(data) < 1e-3),
  ),
  feature(
    "tiny-gradient",
    "where the gradient is tiny",
    ofTensor("gradient", (data) => largestOf(data) > 0 && largestOf(data) < 1e-3),
  ),
  feature(
    "large-logits",
    "where the logits are large",
    ofTensor("logits", (data) => largestOf(data) > 50),
  ),
  feature("unfinished-gradient", "where the gradient is not a finite number", isLoss(["sqrtAtZero"])),
  feature("loss-not-finite", "where the loss is not a finite number", isLoss(["notANumber", "sqrtAtZero"])),
  feature(
    "no-images",
    "where there are no images",
    ofSizes((sizes) => sizes.every((size) => size === 0)),
  ),
  feature(
    "empty-batch",
    "where a batch is empty",
    ofSizes((sizes) => sizes.includes(0)),
  ),
  feature(
    "one-row",
    "for a batch of one",
    batchIs((size) => size === 1),
  ),
  feature(
    "several-rows",
    "where the batch is larger than one",
    batchIs((size) => size > 1),
  ),
  feature("huge-epsilon", "where epsilon is larger than the pixel range", (args) => {
    const [epsilon, images] = [numberAt(args, "epsilon"), tensorAt(args, "images")];
    return epsilon === undefined || images === undefined ? undefined : epsilon > 1;
  }),
  feature("several-channels", "where images have several channels", CHANNELS),
  feature("other-loss", "with losses other than the cross-entropy", not(isLoss(["crossEntropy"]))),
  feature("hinge", "with the hinge loss", isLoss(["hinge"])),
  feature("not-hinge", "with losses other than the hinge", not(isLoss(["hinge"]))),
  feature("not-logistic", "with losses other than the logistic loss", not(isLoss(["logistic"]))),
  feature("one-step", "where there is one step", (args) => equals(numberAt(args, "steps"), 1)),
  feature("several-steps", "where there are several steps", (args) =>
    not(() => equals(numberAt(args, "steps"), 1))(args),
  ),
  feature(
    "several-epochs",
    "where there are several epochs",
    ofSizes((_, epochs) => epochs > 1),
  ),
  feature(
    "ragged",
    "where a batch is smaller than the others",
    ofSizes((sizes) => new Set(sizes).size > 1),
  ),
  feature(
    "several-batches",
    "where there are several batches",
    ofSizes((sizes) => sizes.length > 1),
  ),
  feature("training-mode", "in training mode", (args) =>
    "parameters" in args ? args["dropoutSeed"] !== undefined : undefined,
  ),
  feature("dropout", "where the network has dropout", (args) => {
    const model = modelOf(args);
    return model === undefined ? undefined : Number(model["dropoutRate"] ?? 0) > 0;
  }),
  feature(
    "some-beyond-margin",
    "where a margin exceeds 1",
    ofMargins((margins) => margins.some((margin) => margin > 1)),
  ),
  feature(
    "none-beyond-margin",
    "where no margin exceeds 1",
    ofMargins((margins) => margins.every((margin) => margin <= 1)),
  ),
  feature("negative-labels", "where a label is -1", (args) => {
    const y = tensorAt(args, "y");
    return y === undefined ? undefined : y.data.some((label) => label < 0);
  }),
];

function equals(value: number | undefined, wanted: number): boolean | undefined {
  return value === undefined ? undefined : value === wanted;
}
