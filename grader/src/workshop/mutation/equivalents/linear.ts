import type { Equivalent } from "../tally.ts";

const MEANS = ["robustHinge", "robustHingeBound", "robustHingeSlack", "svmObjective"];
const MARGIN = "lossDerivative(tf.mul(y, tf.dot(x, w)))";
const VERDICT = `tf.notEqual(${MARGIN}, 0)`;
const SLOPES = `const slopes = tf.sign(tf.mul(${MARGIN}, y));`;

const LARGEST = "const largest = tf.norm(w, Infinity);";
const SCALED = "const scaled = tf.div<Tensor1D>(w, tf.add(largest, tf.equal(largest, 0)));";
const UNIT = "return tf.div(scaled, tf.add(length, tf.equal(length, 0)));";
const OUTER = "return tf.mul(tf.reshape(rows, [-1, 1]), tf.reshape(columns, [1, -1]));";

/** What the scale of innerMaximiserL2's weights may become: it cancels in w / ||w||. */
const SCALE_CANCELS =
  "The positive scale of w cancels in w / ||w||. It only matters where squares of weights leave the range of float32, at ||w|| below 1e-19 or above 1e19, which is not promised.";
const ZERO_WEIGHTS = "The divisor differs only where what is divided is 0, and is not 0 there.";
const LENGTHS = "The length is 0, or at least 1, the largest entry of scaled.";

const INNER_MAXIMISER_L2: readonly Omit<Equivalent, "functionName">[] = [
  ...["unitOrZero(w)", "tf.div<Tensor1D>(w, tf.add(largest, tf.equal(largest, 0)))"].map((within) => ({
    within,
    original: "w",
    replacement: "tf.mul(2, w)",
    reason: SCALE_CANCELS,
  })),
  { at: LARGEST, operator: "argument dropped", replacement: "tf.norm(w)", reason: SCALE_CANCELS },
  { at: LARGEST, operator: "other formula", reason: SCALE_CANCELS },
  { at: LARGEST, operator: "kept from the first call", reason: SCALE_CANCELS },
  {
    at: LARGEST,
    operator: "tensor transformed",
    original: "tf.norm(w, Infinity)",
    replacement: /^(?!tf\.neg)/,
    reason: SCALE_CANCELS,
  },
  { at: LARGEST, operator: "tensor transformed", original: "w", reason: SCALE_CANCELS },
  { at: SCALED, operator: "call removed", original: /^tf\.div/, replacement: "w", reason: SCALE_CANCELS },
  { at: SCALED, original: /^tf\.div/, replacement: /^tf\.(mul|divNoNan)\(w, /, reason: SCALE_CANCELS },
  { at: SCALED, original: /^tf\.div/, replacement: /^tf\.mul\(2, /, reason: SCALE_CANCELS },
  {
    at: SCALED,
    operator: "kept from the first call",
    original: "tf.add(largest, tf.equal(largest, 0))",
    reason: SCALE_CANCELS,
  },
  {
    within: "tf.add(largest, tf.equal(largest, 0))",
    operator: "kept from the first call",
    original: "largest",
    reason: `${SCALE_CANCELS} A scale of 0 is kept only if the very first call has w = 0.`,
  },
  {
    original: "tf.add(largest, tf.equal(largest, 0))",
    replacement: /^tf\.((sub|maximum)\(largest, |add\(tf\.add\(.*, 0\.1\)$|mul\(2, |mul\(tf\.add\(.*\), tf\.add\()/,
    reason: SCALE_CANCELS,
  },
  {
    within: "tf.add(largest, tf.equal(largest, 0))",
    operator: "tensor transformed",
    original: "largest",
    replacement: /^tf\.(add\(largest, 0\.1\)|mul\(2|onesLike|mul\(largest)/,
    reason: SCALE_CANCELS,
  },
  {
    original: "tf.equal(largest, 0)",
    replacement: /^tf\.(lessEqual|greaterEqual|add\(tf\.equal\(largest, 0\), 1|mul\(2|neg)/,
    reason: SCALE_CANCELS,
  },
  {
    within: "tf.equal(largest, 0)",
    operator: "tensor transformed",
    original: "largest",
    replacement: /^tf\.(zerosLike|cast|neg|mul\(largest)/,
    reason: SCALE_CANCELS,
  },
  { within: "tf.equal(largest, 0)", original: "largest", replacement: "w", reason: ZERO_WEIGHTS },
  {
    at: "const length = tf.norm(scaled);",
    replacement: "tf.sqrt(tf.add(tf.sum(tf.square(scaled)), 1e-6))",
    reason: "The largest entry of scaled is 1: 1e-6 is below the rounding that any normalisation is allowed.",
  },
  { at: UNIT, replacement: "tf.divNoNan(scaled, tf.add(length, tf.equal(length, 0)))", reason: ZERO_WEIGHTS },
  { at: UNIT, replacement: /^tf\.(sub|maximum)\(length, tf\.equal\(length, 0\)\)$/, reason: ZERO_WEIGHTS },
  { original: "tf.equal(length, 0)", replacement: "tf.mul(2, tf.equal(length, 0))", reason: ZERO_WEIGHTS },
  { original: "tf.equal(length, 0)", replacement: /^tf\.lessEqual/, reason: LENGTHS },
  { within: "tf.equal(length, 0)", original: "length", replacement: /^(w|largest|scaled)$/, reason: ZERO_WEIGHTS },
  {
    within: "tf.equal(length, 0)",
    operator: "tensor transformed",
    original: "length",
    replacement: /^tf\.(cast|neg|mul\(length)/,
    reason: LENGTHS,
  },
  { at: OUTER, operator: "argument disposed of", replacement: /dispose\(columns\)/, reason: "Nothing else uses it." },
  { at: OUTER, original: /^(tf\.reshape\()?rows/, replacement: /^tf\.cast/, reason: "Labels are integers." },
  { at: OUTER, operator: "call removed", replacement: "columns", reason: "[d] is broadcast like [1, d]." },
];

/** Of the linear functions and their losses (exercises 1.1 to 1.6). */
export const LINEAR: readonly Equivalent[] = [
  ...MEANS.map((functionName) => ({
    functionName,
    operator: "rows confused",
    replacement:
      /^tf\.reverse\((margins|tf\.mul\(y, .*|tf\.(relu|sub|minimum|maximum|square|add(?!\(tf\.mean))\(.*\)), 0\)$/,
    reason: "A mean or a sum does not depend on the order of its terms.",
  })),
  {
    functionName: "svmObjective",
    operator: "rows confused",
    replacement: "tf.reverse(w, 0)",
    at: "return tf.add(tf.mean(tf.relu(tf.sub(1, margins))), tf.mul(lambda, tf.sum(tf.square(w))));",
    reason: "A mean or a sum does not depend on the order of its terms.",
  },
  ...MEANS.map((functionName) => ({
    functionName,
    operator: "rows confused",
    replacement: /^tf\.add\(tf\.zerosLike\(tf\.(relu|minimum|square)\(.*, tf\.mean\(.*, 0, true\)\)$/,
    reason: "The sum of means is the sum.",
  })),
  ...["robustHingeBound", "svmObjective"].map((functionName) => ({
    functionName,
    operator: "order of two calls",
    replacement: /^tf\.mean\(tf\.add\(tf\.relu/,
    reason: "The mean of a + c is the mean of a, plus c.",
  })),
  ...INNER_MAXIMISER_L2.map((row) => ({ functionName: "innerMaximiserL2", ...row })),
  ...["innerMaximiserLinf", "fgsmLinear"].map((functionName) => ({
    functionName,
    operator: "call removed",
    original: "tf.reshape(tf.sign(w), [1, -1])",
    replacement: "tf.sign(w)",
    reason: "[d] is broadcast like [1, d].",
  })),
  {
    functionName: "innerMaximiserLinf",
    operator: "other formula",
    original: "tf.sign(w)",
    replacement: /^tf\.(sign\(tf\.add\(w, 1e-12\)\)|sub\(tf\.mul\(2, .*\), 1\))$/,
    reason: "If w_j = 0, any value within epsilon attains the maximum; at 1e-12 too, up to rounding.",
  },
  {
    functionName: "innerMaximiserLinf",
    operator: "other formula",
    replacement: "tf.div(w, tf.add(tf.abs(w), 1e-7))",
    reason: "It misses the smallest margin by at most epsilon 1e-7 a coordinate: a maximiser, up to rounding.",
  },
  {
    functionName: "fgsmLinear",
    at: SLOPES,
    operator: "order of two calls",
    replacement: `tf.mul(tf.sign(${MARGIN}), y)`,
    reason: "y is -1 or +1.",
  },
  { functionName: "fgsmLinear", at: SLOPES, replacement: `tf.div(${MARGIN}, y)`, reason: "y is -1 or +1." },
  {
    functionName: "fgsmLinear",
    within: `tf.mul(${MARGIN}, y)`,
    operator: "tensor transformed",
    replacement: /^tf\.mul\(2, /,
    reason: "Only the sign is taken.",
  },
  {
    functionName: "fgsmEqualsMaximiser",
    operator: "result of another form",
    replacement: /^tf\.cast\(.*, "(int32|bool)"\)$/,
    reason: "The numbers 1 and 0 are accepted as booleans on purpose.",
  },
  {
    functionName: "fgsmEqualsMaximiser",
    original: VERDICT,
    replacement: `tf.less(${MARGIN}, 0)`,
    reason: "The derivative is <= 0.",
  },
  {
    functionName: "fgsmEqualsMaximiser",
    operator: "tensor transformed",
    original: MARGIN,
    replacement: /^tf\.(neg|abs)/,
    reason: "It is compared with 0 only.",
  },
  {
    functionName: "fgsmEqualsMaximiser",
    operator: "tensor transformed",
    replacement: `tf.mul(${MARGIN}, ${MARGIN})`,
    reason:
      "The square is 0 only below 1e-22, which is not asked: the norm of a gradient, a right answer otherwise, underflows there too.",
  },
  ...["hingeLoss", "logisticLoss"].map((functionName) => ({
    functionName,
    operator: "gradient cut",
    replacement: /^\(\(plain: any\) => tf\.tensor\(plain\.dataSync\(\), plain\.shape, plain\.dtype\)\)\(/,
    reason: "Gradients of the margin losses are not promised: loops over plain numbers are right.",
  })),
];
