import type { MarginLossName } from "../../run/arguments/described.ts";
import { check, PASSED, type CheckContext } from "../check.ts";
import { claim, claimClose, claimEach, returnedTensor, show, type Numbers } from "../claims.ts";
import { dot, minus, normInf, type Vector } from "../expected/vectors.ts";
import {
  exactProbe,
  inWords,
  linearProbe,
  marginsOf,
  mirrored,
  problemArgument,
  stratified,
  withoutWeights,
  type LinearDraw,
  type LinearProbe,
} from "../probes/linear-problem.ts";
import { redraw, shuffled } from "../probes/draws.ts";
import { wrongMargins } from "../probes/wrong-margins.ts";
import { claimAlongWeights, displacementsOf, LINF } from "./inner-maximisers.ts";
import { claimProblemKept } from "./kept-problem.ts";
import { answersOf } from "./own-parts.ts";

/* Exercise 1.6. Margins are exact or not near a kink, where the derivative that is lent may jump. */

/** The lent losses that are flat from a margin on. The others are flat nowhere. */
const KINKS = { hinge: 1, squaredHinge: 0.5 } as const;

/** Exact margins, one for each label. */
const AROUND_KINK = [1, 1, 15 / 16, 15 / 16, 17 / 16, 17 / 16];

const LOGISTIC = { $: "marginLossDerivative", name: "logistic" };

/** x + epsilon is rounded once in float32. */
const ONE_SUM = { relative: 0, absolute: 1e-5 };

check("fgsmLinear.moves", async (context) => {
  const { random } = context;
  // The hinge has a slope for m < 1, the logistic loss everywhere: 6e-6 at m = 12, but none that float32 can tell from 0 at
  // the squares of the two largest margins.
  const usual = [
    { loss: "hinge", probe: belowKink(context), epsilon: random.uniform(0.1, 0.6) },
    {
      loss: "logistic",
      probe: withTinyWeights(problemAt(context, [12, 12, ...stratified(random, 7, -3, 10)], { length: 2 })),
      epsilon: random.uniform(0.1, 0.6),
    },
  ] as const;
  const single = problemAt(context, [random.uniform(1.5, 2.5)], { d: 1, label: -1 });
  const cases = [
    ...usual,
    { loss: "exponential", probe: single, epsilon: random.uniform(1.2, 1.6) },
    { loss: "logistic", probe: problemAt(context, [-1, 2]), epsilon: 0 },
  ] as const;
  await claimEach(cases, (one) => claimMoves(context, one));
  await claimProblemKept(context, "fgsmLinear", { epsilon: 0.3, lossDerivative: LOGISTIC });
  return PASSED;
});

check("fgsmLinear.stays", async (context) => {
  const { random } = context;
  const drawn = (["hinge", "squaredHinge"] as const).map((loss) => {
    const margins = bothSides(context, KINKS[loss]);
    return { loss, probe: problemAt(context, margins, { d: 6, zeros: 1 }), epsilon: random.uniform(0.1, 0.6) };
  });
  const kink = { loss: "hinge", probe: exactProbe(random, 4, AROUND_KINK), epsilon: 0.3 } as const;
  const noWeights = { loss: "logistic", probe: withoutWeights(problemAt(context, [0, 1])), epsilon: 0.3 } as const;
  await claimEach([...drawn, kink, noWeights], (one) => claimStays(context, one));
  return PASSED;
});

check("fgsmEqualsMaximiser.hinge", async (context) => {
  const probes = [
    problemAt(context, shuffled(context.random, bothSides(context, KINKS.hinge))),
    problemAt(context, [context.random.uniform(-2, 0)], { d: 1 }),
    exactProbe(context.random, 4, AROUND_KINK),
  ];
  await claimEach(probes, (probe) => claimVerdicts(context, "hinge", probe));
  return PASSED;
});

check("fgsmEqualsMaximiser.other-losses", async (context) => {
  const probe = tellingMargins(context);
  // As many points as before, so that an answer kept from there is noticed. The slope at 20 is 2e-9.
  const sloped = shuffled(context.random, [...bothSides(context, KINKS.hinge).slice(1), 20]);
  const cases = [
    { loss: "squaredHinge", probe },
    // A label kept from an earlier call is wrong for one of the two.
    { loss: "squaredHinge", probe: mirrored(probe) },
    { loss: "logistic", probe: problemAt(context, sloped) },
  ] as const;
  await claimEach(cases, (one) => claimVerdicts(context, one.loss, one.probe));
  await claimProblemKept(context, "fgsmEqualsMaximiser", { lossDerivative: LOGISTIC });
  return PASSED;
});

/** Six margins below a kink and five beyond; next to it are two on each side, of which one has each label. */
function bothSides({ random }: CheckContext, kink: number): Vector {
  const [below, beyond] = [stratified(random, 4, -3, kink - 0.1), stratified(random, 3, kink + 0.1, 4)];
  return [...below, kink - NEAR, kink - NEAR, kink + NEAR, kink + NEAR, ...beyond];
}

/** Less than a mistake of 0.1 in a score, or of 10 % in a margin; far above the rounding of float32. */
const NEAR = 0.04;
/** The least distance from a kink of margins that tell. */
const CLEAR = 1e-3;

/** A problem for the hinge, none of whose margins is flat. Wrong weights or coordinates make one flat. */
function belowKink(context: CheckContext): LinearProbe {
  return redraw("margins below the kink that tell", () => {
    const margins = [1 - NEAR, 1 - NEAR, ...stratified(context.random, 8, -0.9, 0.9)];
    const probe = problemAt(context, margins, { length: context.random.uniform(2.5, 4) });
    const { weights, coordinates } = wrongMargins(probe);
    const tells = (wrong: Vector): boolean => wrong.some((margin) => margin > KINKS.hinge + CLEAR);
    return [...weights, ...coordinates].every(tells) ? probe : undefined;
  });
}

/** A problem for the squared hinge, some of whose margins are flat. All wrong margins are on the wrong side of the kink somewhere. */
function tellingMargins(context: CheckContext): LinearProbe {
  const kink = KINKS.squaredHinge;
  return redraw("margins on both sides of the kink that tell", () => {
    const probe = problemAt(context, shuffled(context.random, bothSides(context, kink)));
    const right = marginsOf(probe);
    const tells = (wrong: Vector): boolean =>
      wrong.some((margin, at) => margin < kink !== (right[at] as number) < kink && Math.abs(margin - kink) > CLEAR);
    return Object.values(wrongMargins(probe)).flat().every(tells) ? probe : undefined;
  });
}

function problemAt({ random }: CheckContext, margins: Vector, draw: Partial<LinearDraw> = {}): LinearProbe {
  return linearProbe(random, { d: 5, length: random.uniform(0.5, 2), margins, ...draw });
}

/** The same margins with two weights near 0, of both signs, along which FGSM goes as far as along the others. */
function withTinyWeights({ w, x, y }: LinearProbe): LinearProbe {
  const tiny = [1e-5, -1e-5].map(Math.fround);
  const smaller = w.map((weight, place) => tiny[place] ?? weight);
  const third = smaller[2] as number;
  const moved = x.map((point) => {
    const lost = dot(minus(w, smaller), point);
    return point.map((value, place) => (place === 2 ? Math.fround(value + lost / third) : value));
  });
  return { w: smaller, x: moved, y };
}

/** Whether the lent derivative is 0. */
function isFlat(loss: MarginLossName, margin: number): boolean {
  return loss in KINKS && margin >= KINKS[loss as keyof typeof KINKS];
}

/** A call of fgsmLinear. */
interface FgsmProbe {
  readonly loss: MarginLossName;
  readonly probe: LinearProbe;
  readonly epsilon: number;
}

async function claimMoves(context: CheckContext, one: FgsmProbe): Promise<void> {
  const { probe, epsilon } = one;
  const { asked, displacements } = await attacked(context, one);
  const expected = probe.y.flatMap((label) => probe.w.map((weight) => -label * epsilon * Math.sign(weight)));
  const actual: Numbers = { shape: [probe.x.length, probe.w.length], values: displacements.flat() };
  claimClose(actual, expected, `${asked}: displacements`, ONE_SUM);
}

/** Claims that nothing moves where the gradient is 0: points whose loss is flat, and coordinates of weight 0. */
async function claimStays(context: CheckContext, one: FgsmProbe): Promise<void> {
  const { loss, probe } = one;
  const { asked, displacements } = await attacked(context, one);
  const margins = marginsOf(probe);
  displacements.forEach((delta, point) => {
    const still = delta.filter((_, place) => isFlat(loss, margins[point] as number) || probe.w[place] === 0);
    const moved = normInf([0, ...still]);
    claim(moved <= ONE_SUM.absolute, `${asked}: point ${point} moves by ${show(moved)} where it has no gradient`);
    // What never moves would stay here, too.
    const isMeantToMove = still.length < delta.length;
    claim(!isMeantToMove || normInf(delta) > 1e-4, `${asked}: point ${point}, whose loss has a slope, stays`);
  });
}

async function attacked(context: CheckContext, { loss, probe, epsilon }: FgsmProbe) {
  const d = probe.w.length;
  const asked = `fgsmLinear of ${inWords(probe)}${epsilon === 0 ? " with epsilon 0" : ""} for the ${loss} loss`;
  const argument = { ...problemArgument(probe), epsilon, lossDerivative: { $: "marginLossDerivative", name: loss } };
  const observation = await context.submission.call("fgsmLinear", argument);
  const { values } = returnedTensor(observation, asked, [probe.x.length, d]);
  const displacements = probe.x.map((point, index) => minus(values.slice(index * d, (index + 1) * d), point));
  return { asked, displacements };
}

/**
 * Claims the right answer for each point. The numbers 1 and 0 are accepted as booleans. A submission may compare the results
 * of its own functions, and a mistake there must not cost points here too.
 */
async function claimVerdicts(context: CheckContext, loss: MarginLossName, probe: LinearProbe): Promise<void> {
  const asked = `fgsmEqualsMaximiser of ${inWords(probe)} for the ${loss} loss`;
  const argument = { ...problemArgument(probe), lossDerivative: { $: "marginLossDerivative", name: loss } };
  const observation = await context.submission.call("fgsmEqualsMaximiser", argument);
  const { values } = returnedTensor(observation, asked, [probe.x.length], ["bool", "int32", "float32"]);
  const right = marginsOf(probe).map((margin) => !isFlat(loss, margin));
  const wrong = differences(values, right);
  if (wrong === 0) return;
  const compared = await answersOf(() => comparedByItself(context, loss, probe));
  if (compared.some((own) => differences(values, own) === 0)) return;
  claim(wrong === 0, `${asked}: ${wrong} of ${values.length} answers are wrong`);
}

function differences(values: Vector, verdicts: readonly boolean[]): number {
  return values.filter((value, index) => value !== (verdicts[index] ? 1 : 0)).length;
}

/**
 * For which points the submission's fgsmLinear gives its own maximiser. Fails unless both are honest attempts, which move
 * points along the weights, if at all.
 */
async function comparedByItself(context: CheckContext, loss: MarginLossName, probe: LinearProbe) {
  const epsilon = 0.25;
  const { displacements: steps } = await attacked(context, { loss, probe, epsilon });
  const { asked, displacements: best } = await displacementsOf(context, LINF, { probe, epsilon });
  const moving = steps.filter((step) => normInf(step) > ONE_SUM.absolute);
  claim(moving.length > 0, "fgsmLinear: no point moves");
  claimAlongWeights([...moving, ...best], probe, asked);
  return steps.map((step, point) => normInf(minus(step, best[point] as Vector)) < 1e-3);
}
