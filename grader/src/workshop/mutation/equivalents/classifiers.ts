import type { Equivalent } from "../tally.ts";

type Row = Omit<Equivalent, "functionName">;

const ACCURACY: readonly Row[] = [
  {
    operator: "rows confused",
    replacement: /^tf\.add\(tf\.zerosLike\((hits|tf\.equal\(.*)\), tf\.mean\(.*, 0, true\)\)$/,
    reason: "The mean of means is the mean.",
  },
  { replacement: "tf.add(logits, 0.1)", reason: "What is largest stays the largest." },
  { operator: "other literal", original: "1", replacement: "(-1)", reason: "Axis -1 is the last of two." },
  {
    operator: "call removed",
    original: 'tf.cast(labels, "int32")',
    reason: "tf.equal converts its arguments to one type.",
  },
  { operator: "name", original: '"int32"', reason: "tf.equal converts its arguments to one type." },
  { replacement: "Math.min(tf.mean(hits).dataSync()[0], 1)", reason: "A fraction is at most 1." },
];

const LABELS = "The course's labels are int32. The docblock names no type: float32 labels are not asked.";

const CROSS_ENTROPY: readonly Row[] = [
  {
    operator: "rows confused",
    replacement: /^tf\.reverse\((chosen|tf\.(sum|mul)\(.*\)), 0\)$/,
    reason: "A mean does not depend on the order of its terms.",
  },
  {
    operator: "rows confused",
    original: /^(chosen|tf\.(sum|mul)\(.*)$/,
    replacement: /tf\.mean\(.*, 0, true\)\)$/,
    reason: "The mean of means is the mean.",
  },
  {
    within: 'tf.oneHot(tf.cast(labels, "int32"), logits.shape[1])',
    operator: "call removed",
    replacement: "labels",
    reason: LABELS,
  },
  {
    replacement: 'tf.cast(tf.oneHot(labels, logits.shape[1]), "int32")',
    reason: LABELS,
  },
  { replacement: "tf.add(logits, 0.1)", reason: "A softmax does not change if all logits do alike." },
  {
    original: "tf.neg(tf.mean<Scalar>(tf.sum(chosen, 1)))",
    replacement: /^tf\.(abs|mean\(tf\.neg)\(/,
    reason: "Log-probabilities are <= 0, and a mean is linear.",
  },
  {
    replacement: "tf.min(chosen, 1)",
    reason: "The entries of a row are 0 but for one, a log-probability, which is <= 0.",
  },
  { within: "tf.sum(chosen, 1)", original: "1", replacement: "(-1)", reason: "Axis -1 is the last of two." },
];

const FGSM: readonly Row[] = [
  {
    original: /^tf\.grad/,
    replacement: /^(tf\.mul\(2, |\(\(at: any\) => tf\.mul\(.*, at\.shape\[0\]\)\)$)/,
    reason: "Only the sign of the gradient matters.",
  },
  {
    original: /^loss\(/,
    replacement: /^tf\.(add\(.*, 0\.1\)|mul\(2, .*\)|cast\(tf\.cast\(.*, "int32"\), "float32"\))$/,
    reason:
      "Only the sign of the loss's gradient matters, and autodiff of tfjs passes through a cast as through identity.",
  },
  {
    operator: "other value",
    original: "x",
    replacement: "images",
    reason: "tf.grad calls the function with images itself.",
  },
  {
    replacement: "assertFinite(undefined, gradient)",
    reason: "The message of the error is not promised.",
  },
  {
    at: 'assertFinite("the gradient", gradient);',
    operator: "tensor transformed",
    original: "gradient",
    replacement: /^tf\.(add|mul\(2|neg|abs)/,
    reason: "It is as finite as the gradient.",
  },
  {
    at: 'assertFinite("the gradient", gradient);',
    operator: "tensor transformed",
    replacement: "tf.mul(gradient, gradient)",
    reason: "Squares overflow above 1.8e19 only, which is not asked: whether a norm is finite is a fair test.",
  },
  {
    at: 'assertFinite("the gradient", gradient);',
    operator: "rows confused",
    replacement: /^tf\.(reverse|add\(.*tf\.mean)/,
    reason: "A number that is not finite stays in the reversed batch and in its mean.",
  },
  {
    original: "epsilon",
    replacement: "Math.min(epsilon, 1)",
    reason: "No two pixels in [0, 1] differ by more than 1.",
  },
];

const SAME_CLASS = "The accuracy of logits depends on the place of the largest only.";
const COUNTED = 'assertPositiveInteger("the number of images", total);';
const SHARE = "return correct / total;";

const ROBUST_ACCURACY: readonly Row[] = [
  { original: "batch.labels.size", replacement: "(2 * batch.labels.size)", reason: "The factor cancels." },
  {
    original: /^(classifier\(attack\(classifier, batch\)\)|logits)$/,
    replacement: /^tf\.(add\(.*, 0\.1\)|mul\(2, .*\))$/,
    reason: SAME_CLASS,
  },
  { original: "attack(classifier, batch)", replacement: /^tf\.abs/, reason: "Attacked images are in [0, 1]." },
  {
    operator: "kept from the first call",
    original: "accuracy",
    reason: "Any two functions that compute the accuracy give the same number.",
  },
  { original: "fraction", replacement: "Math.min(fraction, 1)", reason: "An accuracy is at most 1." },
  { replacement: "assertPositiveInteger(undefined, total)", reason: "The message of the error is not promised." },
  {
    at: COUNTED,
    original: "total",
    replacement:
      /^(\(total \|\| 0\.1\)|Math\.max\(total, 1e-3\)|\(2 \* total\)|total \*\* 2|Math\.(min\(total, 1|round\(total)\))$/,
    reason: "It is an integer >= 1 exactly if the number of images is.",
  },
  { at: SHARE, replacement: "Math.round(correct)", reason: "A fraction of the batch times its size is an integer." },
  {
    at: SHARE,
    original: "total",
    replacement: /^(\(total \|\| (0\.1|1)\)|Math\.(max\(total, 1e-3|round\(total)\))$/,
    reason: "It is an integer >= 1 here.",
  },
];

const rowsOf = (functionName: string, rows: readonly Row[]): readonly Equivalent[] =>
  rows.map((row) => ({ functionName, ...row }));

/** Of accuracy, crossEntropy, logisticRegression, fgsm and robustAccuracy. */
export const CLASSIFIERS: readonly Equivalent[] = [
  ...rowsOf("accuracy", ACCURACY),
  ...rowsOf("crossEntropy", CROSS_ENTROPY),
  ...rowsOf("logisticRegression", [
    { original: "784", replacement: "(-1)", reason: "-1 stands for the size that remains, which is 784." },
  ]),
  ...rowsOf("fgsm", FGSM),
  ...rowsOf("robustAccuracy", ROBUST_ACCURACY),
];
