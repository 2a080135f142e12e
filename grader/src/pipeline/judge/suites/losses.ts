import { floats } from "../../run/protocol/values.ts";
import { check, PASSED, type CheckContext } from "../check.ts";
import { claimClose, claimEach, returnedTensor } from "../claims.ts";
import { hinge, logistic } from "../expected/margin-losses.ts";
import { claimKept, keep } from "../probes/given-tensors.ts";
import { stratified } from "../probes/linear-problem.ts";
import { shuffled } from "../probes/draws.ts";

/* Exercise 1.1: losses of margins, element by element. Gradients are not promised: Problem 1 differentiates neither loss. */

const HINGE: Loss = { name: "hingeLoss", at: hinge };
const LOGISTIC: Loss = { name: "logisticLoss", at: logistic };

/** Around 0 and around the hinge's kink, and at them, where cases meet. */
const MEETINGS = [0, 1, 1 - 2 ** -6, 1 + 2 ** -6];

check("hingeLoss.values", async (context) => {
  const margins = [...stratified(context.random, 13, -3, 3), ...MEETINGS];
  await claimValues(context, HINGE, shuffled(context.random, margins));
  await claimMarginsKept(context, HINGE);
  return PASSED;
});

check("hingeLoss.far", async (context) => {
  const { random } = context;
  const far = [-random.uniform(4e3, 6e3), -random.uniform(20, 60), 1, random.uniform(20, 60), random.uniform(4e3, 6e3)];
  // One margin on each side: a result without an axis is no list.
  const cases = [shuffled(random, far), [random.uniform(1.5, 3)], [random.uniform(-60, -20)]];
  await claimEach(cases, (margins) => claimValues(context, HINGE, margins));
  return PASSED;
});

check("logisticLoss.values", async (context) => {
  const margins = [...stratified(context.random, 13, -4, 4), ...MEETINGS];
  await claimValues(context, LOGISTIC, shuffled(context.random, margins));
  await claimMarginsKept(context, LOGISTIC);
  return PASSED;
});

check("logisticLoss.far", async (context) => {
  const { random } = context;
  // +-6, 9 and 12 detect a loss that is exact only where the exponential vanishes. Up to 1e4 is promised.
  const sizes = [-1e4, -200, -95, -40, -18, -6, 6, 9, 12, 18, 40, 95, 200, 1e4];
  const far = sizes.map((margin) => margin * random.uniform(0.95, 1));
  const cases = [shuffled(random, far), [random.uniform(-95, -90)], [random.uniform(90, 95)]];
  await claimEach(cases, (margins) => claimValues(context, LOGISTIC, margins));
  return PASSED;
});

/** A function of the exercise, and what it should return for one margin. */
interface Loss {
  readonly name: string;
  readonly at: (margin: number) => number;
}

async function claimValues(
  { submission }: CheckContext,
  { name, at }: Loss,
  margins: readonly number[],
): Promise<void> {
  const asked = `${name} of ${margins.length} ${margins.length === 1 ? "margin" : "margins"}`;
  const observation = await submission.call(name, floats([margins.length], margins));
  const expected = margins.map((margin) => at(Math.fround(margin)));
  claimClose(returnedTensor(observation, asked, [margins.length]), expected, asked);
}

/** Claims that the margins are alive and unchanged after the call: they stay the caller's. */
async function claimMarginsKept({ submission }: CheckContext, { name }: Loss): Promise<void> {
  const margins = floats([3], [-2, 0.5, 3]);
  claimKept(await submission.call(name, keep(margins)), { margins }, name);
}
