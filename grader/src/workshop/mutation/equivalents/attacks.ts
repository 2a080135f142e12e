import type { Equivalent } from "../tally.ts";

/* Long because it is one table, by function. */

const projections: readonly Equivalent[] = [
  {
    functionName: "projectLinf",
    operator: "order of two calls",
    replacement: /^tf\.maximum\(tf\.minimum\(/,
    reason: "The lower bound is never above the upper one: either may come first.",
  },
  {
    functionName: "projectLinf",
    operator: "other unit or size",
    replacement: "Math.min(epsilon, 1)",
    reason: "A ball of radius 1 contains the box, as does every larger one.",
  },
  {
    functionName: "projectL2",
    operator: "arguments swapped",
    replacement: "Math.max(SMALLEST_LENGTH, epsilon)",
    reason: "A maximum does not depend on the order.",
  },
  {
    functionName: "projectL2",
    operator: "falsy default",
    within: "Math.max(epsilon, SMALLEST_LENGTH)",
    replacement: /^\(epsilon \|\| /,
    reason: "If epsilon is 0, so is the numerator: any divisor above 0 will do.",
  },
  ...[
    {
      original: "SMALLEST_LENGTH",
      replacement: /^(\(SMALLEST_LENGTH \/ \d+\)|\(2 \* SMALLEST_LENGTH\)|SMALLEST_LENGTH \*\* 2|Math\.sqrt\(.*\))$/,
    },
    { original: "1e-12", replacement: /^(2e-12|5e-13)$/ },
  ].map((change) => ({
    functionName: "projectL2",
    ...change,
    reason: "A floor of up to 1e-6 only tells in balls whose radius is less, which is rounding for pixels.",
  })),
];

/** Uniform in [-epsilon, epsilon], and in all directions. */
const SYMMETRIC = "A draw is as likely as its opposite.";
const EXCHANGEABLE = "The draws of the images of a batch are independent and alike.";
const DEFAULTS = "It is the default of tfjs.";
const OTHER_NOISE = "Which noise belongs to a seed is not promised, and different seeds still have different ones.";

const starts: readonly Equivalent[] = [
  ...[
    { operator: "other function", original: /^tf\.add</, replacement: /^tf\.sub\(images, / },
    { operator: "arguments swapped", replacement: /^tf\.randomUniform\(images\.shape, epsilon, -epsilon,/ },
    { operator: "tensor transformed", replacement: /^tf\.neg\(tf\.randomUniform\(/ },
  ].map((change) => ({ functionName: "randomStartLinf", ...change, reason: SYMMETRIC })),
  {
    functionName: "randomStartLinf",
    operator: "rows confused",
    replacement: /^tf\.reverse\(tf\.randomUniform\(/,
    reason: EXCHANGEABLE,
  },
  {
    functionName: "randomStartLinf",
    operator: "argument dropped",
    replacement: "tf.randomUniform(images.shape, -epsilon, epsilon, undefined, seed)",
    reason: DEFAULTS,
  },
  {
    functionName: "randomStartLinf",
    operator: "other unit or size",
    original: "seed",
    replacement: /^(\(seed \/ \d+\)|\(2 \* seed\)|\(seed [+-] 1\)|-seed|seed \*\* 2|Math\.sqrt\(seed\))$/,
    reason: OTHER_NOISE,
  },
  ...[
    /^tf\.randomNormal\(images\.shape, (undefined, 1, "float32"|0, undefined, "float32"|0, 1, undefined), /,
    /^tf\.randomUniform\(\[n, 1, 1, 1\], (undefined, 1, "float32"|0, undefined, "float32"|0, 1, undefined), /,
  ].map((replacement) => ({
    functionName: "randomStartL2",
    operator: "argument dropped",
    replacement,
    reason: DEFAULTS,
  })),
  ...[
    {
      operator: "tensor transformed",
      replacement: /^tf\.neg\((tf\.(randomNormal|div|maximum|mul|pow)\(.*|gaussian|direction|length)\)$/,
    },
    { operator: "other function", original: /^tf\.add</, replacement: /^tf\.sub\(images, / },
    { operator: "other unit or size", replacement: "-epsilon" },
    { operator: "arguments swapped", replacement: /^tf\.randomUniform\(\[n, 1, 1, 1\], 1, 0, / },
  ].map((change) => ({ functionName: "randomStartL2", ...change, reason: SYMMETRIC })),
  {
    functionName: "randomStartL2",
    operator: "rows confused",
    replacement: /^tf\.reverse\((tf\.(randomNormal|randomUniform|div|mul|pow)\(.*|u|direction|length), 0\)$/,
    reason: EXCHANGEABLE,
  },
  {
    functionName: "randomStartL2",
    operator: "tensor transformed",
    replacement: /^tf\.abs\((tf\.(randomUniform\(|pow\(|mul\(epsilon, ).*|u|length)\)$/,
    reason: "It is not below 0.",
  },
  ...[
    { operator: "tensor transformed", replacement: /^tf\.mul\(2, tf\.randomNormal\(/ },
    { operator: "other literal", original: "1", replacement: /^(2|\(-1\)|0\.1|0\.5|255|0\.001)$/ },
  ].map((change) => ({
    functionName: "randomStartL2",
    at: 'const gaussian = tf.randomNormal(images.shape, 0, 1, "float32", deriveSeed(seed, "direction"));',
    ...change,
    reason: "The Gaussian is divided by its length, so its spread cancels.",
  })),
  ...[
    { operator: "argument dropped", replacement: "deriveSeed(seed)" },
    { operator: "call removed", replacement: "seed" },
  ].map((change) => ({ functionName: "randomStartL2", ...change, reason: OTHER_NOISE })),
  {
    functionName: "randomStartL2",
    operator: "derived seed",
    replacement: /^deriveSeed\(seed, "(direction|length)"\)$/,
    reason:
      "With one seed for both, the lengths of the first images of a batch hang together with the signs of its first pixels. It would take a call with each of fifty seeds to notice, so it is not asked.",
  },
  ...[
    { operator: "call removed", original: /^tf\.maximum\(/, replacement: /^tf\.sqrt\(/ },
    { operator: "other function", replacement: /^tf\.add\(tf\.sqrt\(.*, 1e-12\)$/ },
    { operator: "order of two calls", replacement: /^tf\.sqrt\(tf\.maximum\(.*, 1e-12\)\)$/ },
    {
      operator: "other literal",
      original: "1e-12",
      replacement: /^(0|2e-12|5e-13|\((-1|-0\.9+|-Infinity)\))$/,
    },
  ].map((change) => ({
    functionName: "randomStartL2",
    ...change,
    reason: "No draw of a Gaussian is as short as the floor, which is there for 0 / 0 only.",
  })),
  ...[
    { operator: "other formula", replacement: /^tf\.add\(tf\.sqrt\(.*, 1e-3\)$/ },
    { operator: "other literal", original: "1e-12", replacement: /^0\.(1|001)$/ },
    { operator: "other literal", original: "0", replacement: "0.001", within: /^tf\.random/ },
  ].map((change) => ({
    functionName: "randomStartL2",
    ...change,
    reason:
      "The distribution is off by a thousandth, or, with a floor of 0.1, by less than three hundredths and for single pixels only: it would take more than 30 000 draws to notice, so it is not asked.",
  })),
];

const CANCELS =
  "Whatever number above 0 divides the slopes of an image first cancels, unless their squares leave the range of float32, which is not asked on purpose.";
const ZERO_OVER_ANY = "Where it matters all slopes of the image are 0: any divisor but 0 will do.";
const DIVISOR = "tf.add(largest, tf.equal(largest, 0))";
const LAST_DIVISOR = "tf.add(length, tf.equal(length, 0))";

const stepL2: readonly Equivalent[] = [
  ...[
    { operator: "argument dropped", replacement: "tf.max(tf.abs(gradient), undefined, true)" },
    { operator: "axes", replacement: "[0, 1, 2, 3]" },
    { operator: "order of two calls" },
    { operator: "other function", replacement: /^tf\.(min|mean|sum|square|relu)\(/ },
    { operator: "rows confused" },
    { operator: "tensor transformed", replacement: /^tf\.(add|cast|mul|onesLike|zerosLike)\(/ },
  ].map((change) => ({ at: "const largest = tf.max(tf.abs(gradient), [1, 2, 3], true);", ...change, reason: CANCELS })),
  ...[
    { operator: "call removed", original: /^tf\.div\(/, replacement: "gradient" },
    { operator: "other function", original: /^tf\.div\(/, replacement: /^tf\.mul\(/ },
    { operator: "rows confused", original: DIVISOR },
    { operator: "rows confused", original: "largest", within: DIVISOR, replacement: /tf\.mean\(/ },
    { operator: "tensor transformed", original: /^tf\.div\(/, replacement: /^tf\.mul\(2, / },
    { operator: "tensor transformed", original: "gradient", replacement: "tf.mul(2, gradient)" },
    { operator: "tensor transformed", original: DIVISOR, replacement: /^tf\.(add|mul)\(/ },
    { operator: "tensor transformed", original: "largest", within: DIVISOR, replacement: /^tf\.(add|mul|onesLike)\(/ },
    { operator: "other function", original: "tf.equal(largest, 0)", replacement: /^tf\.(less|greater)Equal\(/ },
    { operator: "other formula", original: "tf.equal(largest, 0)" },
    {
      operator: "tensor transformed",
      original: "largest",
      within: "tf.equal(largest, 0)",
      replacement: /^tf\.(zerosLike|cast)\(/,
    },
  ].map((change) => ({
    at: "const scaled = tf.div(gradient, tf.add(largest, tf.equal(largest, 0)));",
    ...change,
    reason: CANCELS,
  })),
  ...[
    { operator: "other function", original: DIVISOR, replacement: /^tf\.(sub|maximum)\(/ },
    { operator: "rows confused", original: "tf.equal(largest, 0)", replacement: /tf\.mean\(/ },
    { operator: "tensor transformed", original: "tf.equal(largest, 0)", replacement: /^tf\.(add|mul)\(/ },
    { within: "tf.equal(largest, 0)", original: "largest", replacement: /^(gradient|tf\.(neg|mul)\(.*)$/ },
    { operator: "other function", original: LAST_DIVISOR, replacement: /^tf\.(sub|maximum)\(/ },
    { operator: "tensor transformed", original: "tf.equal(length, 0)", replacement: /^tf\.mul\(2, / },
    { within: "tf.equal(length, 0)", original: "length", replacement: /^(gradient|largest|scaled|tf\.(neg|mul)\(.*)$/ },
  ].map((change) => ({ ...change, reason: ZERO_OVER_ANY })),
  ...[
    { operator: "other function", original: "tf.equal(length, 0)", replacement: "tf.lessEqual(length, 0)" },
    { operator: "other formula", original: "tf.equal(length, 0)" },
    { operator: "tensor transformed", original: "length", within: "tf.equal(length, 0)", replacement: /^tf\.cast\(/ },
  ].map((change) => ({ ...change, reason: "The length of the scaled slopes is 0, or at least 1." })),
].map((row) => ({ functionName: "stepL2", ...row }));

const LOSS = "loss(classifier(x as Tensor4D), labels)";
const DIRECTION_ONLY = "The step is normalised: only the direction of the gradient matters.";
const IN_THE_BOX = "What start and project return are images, whose pixels are not below 0.";

const pgd: readonly Equivalent[] = [
  ...[
    { operator: "other formula", replacement: /^\(\(at: any\) => tf\.mul\(tf\.grad\(/ },
    { operator: "tensor transformed", original: LOSS, replacement: /^tf\.(add\(.*, 0\.1\)|mul\(2, .*)$/ },
    { operator: "tensor transformed", replacement: "tf.mul(2, gradientAt(iterate))" },
    { operator: "tensor transformed", within: "step(gradient)", replacement: "tf.mul(2, gradient)" },
  ].map((change) => ({ ...change, reason: DIRECTION_ONLY })),
  {
    operator: "tensor transformed",
    original: LOSS,
    replacement: /^tf\.(mul\(loss|abs)\(/,
    reason: "Losses are above 0: their squares and absolute values grow with them.",
  },
  {
    operator: "tensor transformed",
    original: LOSS,
    replacement: /^tf\.cast\(/,
    reason: "The gradient passes through a cast as it is, and the value of the loss is not used.",
  },
  {
    operator: "order of two calls",
    replacement: /tf\.clone\(images\)/,
    reason: "What is returned is then a clone, or new, as it has to be.",
  },
  {
    operator: "tensor transformed",
    replacement: /^tf\.abs\((iterate|next|start\(.*|project\(.*|tf\.clone\(.*)\)$/,
    reason: IN_THE_BOX,
  },
  ...[
    { operator: "other literal", original: "0", replacement: /^0\.(1|5|001)$/ },
    { operator: "falsy default", original: "t", replacement: /^(\(t \|\| 0\.1\)|Math\.max\(t, 1e-3\))$/ },
  ].map((change) => ({
    at: "for (let t = 0; t < steps; t += 1) {",
    ...change,
    reason: "The loop has as many rounds: t is above an integer no sooner.",
  })),
  {
    operator: "argument dropped",
    replacement: "assertFinite(undefined, gradient)",
    reason: "The text of an error is not promised.",
  },
  {
    within: 'assertFinite("the gradient", gradient)',
    original: "gradient",
    operator: "tensor transformed",
    replacement: /^tf\.(abs\(gradient\)|add\(gradient, 0\.1\)|mul\((2|gradient), gradient\)|neg\(gradient\))$/,
    reason:
      "As finite as the gradient, unless it or its square overflows; gradients of 1e19 that are finite are not asked.",
  },
  {
    within: 'assertFinite("the gradient", gradient)',
    original: "gradient",
    operator: "rows confused",
    replacement: /^tf\.(reverse|add)\((?!.*tf\.slice)/,
    reason: "A number that is not finite stays in the reversed batch and in its mean.",
  },
  {
    operator: "statement removed",
    original: "iterate.dispose();",
    reason: "tf.tidy disposes of it at the end; how many iterates are alive meanwhile is not promised.",
  },
].map((row) => ({ functionName: "pgd", ...row }));

/** Of projections, starts, steps and PGD (exercises 2.6 to 2.8). */
export const ATTACKS: readonly Equivalent[] = [
  ...["projectL2", "randomStartL2", "stepL2"].flatMap((functionName) => [
    {
      functionName,
      operator: "other literal",
      original: "3",
      replacement: "(-1)",
      reason: "Of an image batch, the last axis is the third.",
    },
    {
      functionName,
      operator: "other function",
      replacement: /^tf\.divNoNan\(/,
      reason: "The divisor is never 0.",
    },
  ]),
  ...projections,
  ...starts,
  ...stepL2,
  ...pgd,
];
