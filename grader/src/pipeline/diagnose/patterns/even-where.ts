import { numberAt, tensorAt } from "./arguments.ts";
import { isWrong, type Comparison } from "./compare.ts";
import type { Where } from "./feature.ts";

/*
 * Calls that leave a part of the formula out, such as the adversary. If they are wrong like the others, then that part is not
 * the only thing to look at. The last resort: it says least.
 */

interface Simple extends Where {
  readonly holds: (comparison: Comparison) => boolean;
}

const isZero = (name: string): Simple => ({
  ...{ id: `even-zero-${name}`, words: `even where ${name} is 0` },
  holds: ({ args }) => numberAt(args, name) === 0,
});

const SIMPLE: readonly Simple[] = [
  ...["epsilon", "lambda", "alpha"].map(isZero),
  {
    id: "even-zero-weights",
    words: "even where w is 0",
    holds: ({ args }) => tensorAt(args, "w")?.data.every((weight) => weight === 0) === true,
  },
  { id: "even-one-step", words: "even where there is one step", holds: ({ args }) => numberAt(args, "steps") === 1 },
  { id: "even-one-epoch", words: "even where there is one epoch", holds: ({ args }) => numberAt(args, "epochs") === 1 },
];

/** What dropout draws is not compared, so that only calls without it are known to be wrong. */
const NO_DROPOUT: Simple = {
  ...{ id: "even-inference", words: "even without a dropout seed" },
  holds: ({ call, args }) => call.functionName === "lenet" && args["dropoutSeed"] === undefined,
};

/** The first of the simple calls that are wrong; others must be wrong too. */
export function evenWhere(calls: readonly Comparison[]): Where | undefined {
  const wrong = calls.filter((call) => isWrong(call) === true);
  if (wrong.some(NO_DROPOUT.holds)) return NO_DROPOUT;
  return SIMPLE.find(({ holds }) => wrong.some(holds) && !wrong.every(holds));
}
