import type { MarginLossName } from "../../run/arguments/described.ts";
import { check, PASSED, type CheckContext } from "../check.ts";
import { claim, claimClose, claimEach, returnedTensor, show, type Numbers } from "../claims.ts";
import { minus, normInf, type Vector } from "../expected/vectors.ts";
import { inWords, linearProbe, problemArgument, stratified, type LinearProbe } from "../probes/linear-problem.ts";
import { shuffled } from "../probes/draws.ts";

/* Exercise 1.6. No margin is near 1, where the hinge has no derivative, and no weight is 0. */

/** x + epsilon is rounded once in float32. */
const ONE_SUM = { relative: 0, absolute: 1e-5 };

check("fgsmLinear.moves", async (context) => {
  // The hinge has a slope for m < 1, the logistic loss everywhere: 6e-6 at m = 12.
  const cases = [
    { loss: "hinge", margins: stratified(context.random, 8, -0.9, 0.9) },
    { loss: "logistic", margins: stratified(context.random, 9, -3, 12) },
  ] as const;
  await claimEach(cases, ({ loss, margins }) => claimMoves(context, loss, margins));
  return PASSED;
});

check("fgsmLinear.stays", async (context) => {
  await claimEach(["hinge", "squaredHinge"] as const, async (loss) => {
    const active = stratified(context.random, 4, -3, 0.8);
    const flat = stratified(context.random, 4, 1.2, 4);
    const { asked, displacements } = await attacked(context, loss, [...active, ...flat]);
    displacements.forEach((delta, point) => {
      const moved = normInf(delta);
      if (point < active.length) claim(moved > 1e-3, `${asked}: point ${point}, whose loss has a slope, stays`);
      else claim(moved <= 1e-6, `${asked}: point ${point}, whose loss has no slope, moves by ${show(moved)}`);
    });
  });
  return PASSED;
});

check("fgsmEqualsMaximiser.hinge", async (context) => {
  await claimVerdicts(context, "hinge", { yes: stratified(context.random, 6, -3, 0.9), no: beyond(context) });
  return PASSED;
});

check("fgsmEqualsMaximiser.other-losses", async (context) => {
  const cases = [
    { loss: "squaredHinge", yes: stratified(context.random, 4, -3, 0.9), no: beyond(context) },
    { loss: "logistic", yes: [...stratified(context.random, 4, -2, 0.9), ...beyond(context)], no: [] },
  ] as const;
  await claimEach(cases, ({ loss, ...verdicts }) => claimVerdicts(context, loss, verdicts));
  return PASSED;
});

/** Margins at which the hinge and its square are flat. */
function beyond({ random }: CheckContext): Vector {
  return stratified(random, 5, 1.1, 4);
}

function problemAt({ random }: CheckContext, margins: Vector): LinearProbe {
  return linearProbe(random, { d: 5, length: random.uniform(0.5, 2), margins });
}

async function claimMoves(context: CheckContext, loss: MarginLossName, margins: Vector): Promise<void> {
  const { asked, probe, epsilon, displacements } = await attacked(context, loss, margins);
  const expected = probe.y.flatMap((label) => probe.w.map((weight) => -label * epsilon * Math.sign(weight)));
  const actual: Numbers = { shape: [probe.x.length, probe.w.length], values: displacements.flat() };
  claimClose(actual, expected, `${asked}: displacements`, ONE_SUM);
}

async function attacked(context: CheckContext, loss: MarginLossName, margins: Vector) {
  const probe = problemAt(context, margins);
  const [epsilon, d] = [context.random.uniform(0.1, 0.6), probe.w.length];
  const asked = `fgsmLinear of ${inWords(probe)} for the ${loss} loss`;
  const argument = { ...problemArgument(probe), epsilon, lossDerivative: { $: "marginLossDerivative", name: loss } };
  const { values } = returnedTensor(await context.submission.call("fgsmLinear", argument), asked, [margins.length, d]);
  const displacements = probe.x.map((point, index) => minus(values.slice(index * d, (index + 1) * d), point));
  return { asked, probe, epsilon, displacements };
}

/** The margins of points where FGSM is the maximiser, and of those where it is not. */
interface Verdicts {
  readonly yes: Vector;
  readonly no: Vector;
}

/** Claims the right answer for each point, in random order. The numbers 1 and 0 are accepted as booleans. */
async function claimVerdicts(context: CheckContext, loss: MarginLossName, { yes, no }: Verdicts): Promise<void> {
  const margins = shuffled(context.random, [...yes, ...no]);
  const probe = problemAt(context, margins);
  const asked = `fgsmEqualsMaximiser of ${inWords(probe)} for the ${loss} loss`;
  const argument = { ...problemArgument(probe), lossDerivative: { $: "marginLossDerivative", name: loss } };
  const observation = await context.submission.call("fgsmEqualsMaximiser", argument);
  const { values } = returnedTensor(observation, asked, [margins.length], ["bool", "int32", "float32"]);
  const wrong = values.filter((value, index) => value !== (yes.includes(margins[index] as number) ? 1 : 0)).length;
  claim(wrong === 0, `${asked}: ${wrong} of ${margins.length} answers are wrong`);
}
