import type { Equivalent } from "./tally.ts";

/** The mutants that no check can tell from the reference. `./robustness-lab mutation` fails if one is caught or missing. */
export const EQUIVALENTS: readonly Equivalent[] = [];
