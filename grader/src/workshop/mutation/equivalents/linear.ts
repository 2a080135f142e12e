import type { Equivalent } from "../tally.ts";

const MEANS = ["robustHinge", "robustHingeBound", "robustHingeSlack", "svmObjective"];

/** Of the linear functions and their losses (exercises 1.1 to 1.6). */
export const LINEAR: readonly Equivalent[] = [
  ...MEANS.map((functionName) => ({
    functionName,
    operator: "rows confused",
    replacement:
      /^tf\.reverse\((margins|tf\.mul\(y, .*|tf\.(relu|sub|minimum|maximum|square|add(?!\(tf\.mean))\(.*\)), 0\)$/,
    reason: "A mean or a sum does not depend on the order of its terms.",
  })),
  ...MEANS.map((functionName) => ({
    functionName,
    operator: "rows confused",
    replacement: /^tf\.add\(tf\.zerosLike\(tf\.(relu|minimum)\(.*, tf\.mean\(.*, 0, true\)\)$/,
    reason: "The mean of means is the mean.",
  })),
  ...["innerMaximiserLinf", "fgsmLinear"].map((functionName) => ({
    functionName,
    operator: "call removed",
    original: "tf.reshape(tf.sign(w), [1, -1])",
    replacement: "tf.sign(w)",
    reason: "[d] is broadcast like [1, d].",
  })),
  ...["hingeLoss", "logisticLoss"].map((functionName) => ({
    functionName,
    operator: "gradient cut",
    replacement: /^\(\(plain: any\) => tf\.tensor\(plain\.dataSync\(\), plain\.shape, plain\.dtype\)\)\(/,
    reason: "Gradients of the margin losses are not promised: loops over plain numbers are right.",
  })),
];
