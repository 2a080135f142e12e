import { floats } from "../../run/protocol/values.ts";
import { check, PASSED, type CheckContext } from "../check.ts";
import { claimClose, claimEach, returnedTensor } from "../claims.ts";
import { hinge, logistic } from "../expected/margin-losses.ts";
import { stratified } from "../probes/linear-problem.ts";
import { shuffled } from "../probes/draws.ts";

/* Exercise 1.1: losses of margins, element by element. */

check("hingeLoss.values", async (context) => {
  await claimValues(context, "hingeLoss", stratified(context.random, 13, -3, 3), hinge);
  return PASSED;
});

check("hingeLoss.far", async (context) => {
  const { random } = context;
  const far = shuffled(random, [-random.uniform(4e3, 6e3), 1, random.uniform(4e3, 6e3)]);
  await claimEach([far, [random.uniform(1.5, 3)]], (margins) => claimValues(context, "hingeLoss", margins, hinge));
  return PASSED;
});

check("logisticLoss.values", async (context) => {
  await claimValues(context, "logisticLoss", stratified(context.random, 13, -4, 4), logistic);
  return PASSED;
});

check("logisticLoss.far", async (context) => {
  const { random } = context;
  // +-6 detects a loss that is exact only where the exponential vanishes.
  const far = [-1e4, -200, -95, -6, 6, 95, 200, 1e4].map((margin) => margin * random.uniform(0.97, 1.03));
  await claimValues(context, "logisticLoss", shuffled(random, far), logistic);
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
