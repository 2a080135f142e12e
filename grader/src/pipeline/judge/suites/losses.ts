import { floats } from "../../run/protocol/values.ts";
import { check, PASSED, type CheckContext } from "../check.ts";
import { claimClose, claimEach, returnedTensor } from "../claims.ts";
import { hinge, logistic } from "../expected/margin-losses.ts";
import { stratified } from "../probes/linear-problem.ts";
import { shuffled } from "../probes/draws.ts";

/* Exercise 1.1: losses of margins, element by element. Gradients are not promised: Problem 1 differentiates neither loss. */

/** Around 0 and around the hinge's kink, and at them, where cases meet. */
const MEETINGS = [0, 1, 1 - 2 ** -6, 1 + 2 ** -6];

check("hingeLoss.values", async (context) => {
  const margins = [...stratified(context.random, 13, -3, 3), ...MEETINGS];
  await claimValues(context, "hingeLoss", shuffled(context.random, margins), hinge);
  return PASSED;
});

check("hingeLoss.far", async (context) => {
  const { random } = context;
  const far = [-random.uniform(4e3, 6e3), -random.uniform(20, 60), 1, random.uniform(20, 60), random.uniform(4e3, 6e3)];
  // One margin on each side: a result without an axis is no list.
  const cases = [shuffled(random, far), [random.uniform(1.5, 3)], [random.uniform(-60, -20)]];
  await claimEach(cases, (margins) => claimValues(context, "hingeLoss", margins, hinge));
  return PASSED;
});

check("logisticLoss.values", async (context) => {
  const margins = [...stratified(context.random, 13, -4, 4), ...MEETINGS];
  await claimValues(context, "logisticLoss", shuffled(context.random, margins), logistic);
  return PASSED;
});

check("logisticLoss.far", async (context) => {
  const { random } = context;
  // +-6, 9 and 12 detect a loss that is exact only where the exponential vanishes. Up to 1e4 is promised.
  const sizes = [-1e4, -200, -95, -40, -18, -6, 6, 9, 12, 18, 40, 95, 200, 1e4];
  const far = sizes.map((margin) => margin * random.uniform(0.95, 1));
  const cases = [shuffled(random, far), [random.uniform(-95, -90)], [random.uniform(90, 95)]];
  await claimEach(cases, (margins) => claimValues(context, "logisticLoss", margins, logistic));
  return PASSED;
});

async function claimValues(
  { submission }: CheckContext,
  name: string,
  margins: readonly number[],
  loss: (margin: number) => number,
): Promise<void> {
  const asked = `${name} of ${margins.length} ${margins.length === 1 ? "margin" : "margins"}`;
  const observation = await submission.call(name, floats([margins.length], margins));
  const expected = margins.map((margin) => loss(Math.fround(margin)));
  claimClose(returnedTensor(observation, asked, [margins.length]), expected, asked);
}
