import type { Equivalent } from "../tally.ts";
import { ATTACKS } from "./attacks.ts";
import { CLASSIFIERS } from "./classifiers.ts";
import { LINEAR } from "./linear.ts";
import { TRAINING } from "./training.ts";

/**
 * The mutants that no check can tell from the reference: single ones, or all that a rule matches. `./robustness-lab mutation`
 * fails if one of them is caught, or if a row names none.
 */
export const EQUIVALENTS: readonly Equivalent[] = [...LINEAR, ...CLASSIFIERS, ...ATTACKS, ...TRAINING];
