import type { Equivalent } from "../tally.ts";

const LOOPS = ["train", "adversarialTrain"];

const MASKS = "Any masks will do that are fair, independent, and the same for the same seed.";
const UNITS = "After a relu, dropped or not, no unit is below 0.";

const LENET: readonly Omit<Equivalent, "functionName">[] = [
  ...["const firstPooled = tf.relu(tf.maxPool(first", "const secondPooled = tf.relu(tf.maxPool(kept"].map((line) => ({
    at: `${line}, 2, 2, "valid"));`,
    operator: "name",
    reason: "24 and 8 are even: there is nothing to pad.",
  })),
  {
    operator: "order of two calls",
    replacement: /^tf\.maxPool\(tf\.relu\((first|kept)\), 2, 2, "valid"\)$/,
    reason: "The largest value stays the largest if those below 0 become 0.",
  },
  { original: "320", replacement: "(-1)", reason: "tf.reshape computes a size of -1, which is 320 here." },
  {
    operator: "order of two calls",
    replacement: /^tf\.relu\(dropUnits\(tf\.add/,
    reason: "Dropout multiplies by 0 or 2, which keeps the sign.",
  },
  {
    operator: "tensor transformed",
    replacement: /^tf\.abs\((hidden|dropUnits\(tf\.relu\(.*|tf\.dropout\(activations, DROPOUT_RATE, undefined, .*)\)$/,
    reason: UNITS,
  },
  ...[
    "if (seed === undefined) return activations; // In inference every unit is kept.",
    'return tf.dropout(activations, DROPOUT_RATE, undefined, deriveSeed(seed, "units")) as Tensor2D;',
  ].map((at) => ({
    at,
    operator: "tensor transformed",
    original: "activations",
    replacement: "tf.abs(activations)",
    reason: UNITS,
  })),
  {
    operator: "argument disposed of",
    original: /^return tf\.dropout\(activations, /,
    reason: "lenet computes the activations itself, in a tf.tidy, and needs them no more.",
  },
  {
    operator: "other formula",
    replacement: /^tf\.dropout\(activations, 1 - DROPOUT_RATE, /,
    reason: "1 - 1/2 is 1/2.",
  },
  { operator: "constant for a number", original: "DROPOUT_RATE", replacement: "0.5", reason: "It is 0.5." },
  {
    operator: "kept from the first call",
    original: "channels",
    replacement: "(kept ??= channels)",
    reason: "The second convolution always has 20 channels.",
  },
  { operator: "argument dropped", replacement: "deriveSeed(seed)", reason: MASKS },
  {
    operator: "call removed",
    original: /^deriveSeed\(seed, "(channels|units)"\)$/,
    replacement: "seed",
    reason: MASKS,
  },
  ...["channels", "units"].map((stream) => ({
    within: `deriveSeed(seed, "${stream}")`,
    operator: "other unit or size",
    replacement: "(seed + 1)",
    reason: `${MASKS} Only for the seed 2^31 - 1 would deriveSeed throw, which no check asks for.`,
  })),
];

/** Of lenet, the training loops and the gallery (exercises 2.2, 2.3, 2.5 and 2.9). */
export const TRAINING: readonly Equivalent[] = [
  ...LENET.map((row) => ({ ...row, functionName: "lenet" })),
  ...LOOPS.flatMap((functionName) => [
    {
      functionName,
      at: "reportStep(value, losses.length, onStep);",
      original: "losses.length",
      reason: "The number of a step is only in the error's message, whose text is not promised.",
    },
    {
      functionName,
      at: "reportStep(value, losses.length, onStep);",
      replacement: "reportStep(value, undefined, onStep)",
      reason: "The number of a step is only in the error's message, whose text is not promised.",
    },
    {
      functionName,
      at: "for (let epoch = 0; epoch < epochs; epoch += 1) {",
      original: "epoch",
      replacement: /^(\(epoch \|\| 0\.1\)|Math\.max\(epoch, 1e-3\))$/,
      reason: "There is at least one epoch, so 0.1 and 0.001 are smaller as well.",
    },
    {
      functionName,
      operator: "argument dropped",
      replacement: /^optimizer\.minimize\(cost, (true|parameters)\)$/,
      reason:
        "Without a list, minimize trains the variables that the loss depends on: the network's parameters. A list in place of " +
        "true asks for the loss as well.",
    },
    {
      functionName,
      operator: "other value",
      original: "parameters",
      replacement: "network.parameters",
      reason: "The same list.",
    },
  ]),
  {
    functionName: "adversarialTrain",
    operator: "tensor transformed",
    original: "attack(network.classify, batch)",
    replacement: "tf.abs(attack(network.classify, batch))",
    reason: "Adversarial images are images: no pixel is below 0.",
  },
  {
    functionName: "adversarialExamples",
    operator: "tensor transformed",
    replacement: /^tf\.abs\((attack\(classifier, batch\)|attacked|tf\.gather\(attacked, .*\))\)$/s,
    reason: "Adversarial images are images: no pixel is below 0.",
  },
  {
    functionName: "adversarialExamples",
    operator: "tensor transformed",
    original: 'tf.tensor1d(turned, "int32")',
    replacement: /^tf\.abs/,
    reason: "Positions are not below 0.",
  },
  {
    functionName: "adversarialExamples",
    operator: "tensor transformed",
    replacement: "tf.add(classifier(images), 0.1)",
    reason: "The largest logit stays the largest if the same is added to all.",
  },
  {
    functionName: "adversarialExamples",
    operator: "other literal",
    at: "return tf.tidy(() => [...tf.argMax(classifier(images), 1).dataSync()]);",
    replacement: "(-1)",
    reason: "The last of two axes is axis 1.",
  },
  {
    functionName: "adversarialExamples",
    operator: "other unit or size",
    original: /^(before|after)\[index\]$/,
    replacement: /^Math\.round/,
    reason: "Classes are integers.",
  },
  {
    functionName: "adversarialExamples",
    operator: "other literal",
    at: ".slice(0, count);",
    original: "0",
    replacement: /^(0\.\d+|\(-Infinity\))$/,
    reason: "slice rounds its start towards 0, and begins at the first one for all before it.",
  },
  {
    functionName: "adversarialExamples",
    operator: "argument dropped",
    replacement: /\.slice\(undefined, count\)$/,
    reason: "slice starts at 0 by default.",
  },
  {
    functionName: "adversarialExamples",
    operator: "method of an array",
    original: /\.(map\(\(label, index\) => \(\{ label, index \}\)\)|filter\([^.]*\))$/s,
    replacement: /\.sort\(\)$/,
    reason: "Objects are sorted by their names, which are all alike, and stay in their order.",
  },
];
