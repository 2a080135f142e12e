import type { Equivalent } from "../tally.ts";

/** Of accuracy, crossEntropy, logisticRegression, fgsm, robustAccuracy and accuracyCurve. */
export const CLASSIFIERS: readonly Equivalent[] = [];
