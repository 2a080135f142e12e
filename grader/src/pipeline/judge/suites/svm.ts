import { check, PASSED, type CheckContext } from "../check.ts";
import { claimEach, claimNumberClose, FLOAT32, returnedScalar, type Tolerance } from "../claims.ts";
import {
  robustHinge,
  robustHingeBound,
  robustHingeSlack,
  svmObjective,
  type HingeProblem,
} from "../expected/robust-hinge.ts";
import { mean, norm2, type Vector } from "../expected/vectors.ts";
import {
  exactProbe,
  inWords,
  linearProbe,
  marginsOf,
  problemArgument,
  stratified,
  withoutWeights,
  type LinearProbe,
} from "../probes/linear-problem.ts";
import { claimProblemKept } from "./kept-problem.ts";
import { ownParts, type OwnParts } from "./own-parts.ts";

/*
 * Exercise 1.4. There are three regions of margins: BELOW 1 the clean hinge is active, BETWEEN 1 and 1 + epsilon ||w||
 * only the robust hinge is, BEYOND neither is. Each check uses the regions that its claim is about.
 */

type Region = readonly [low: number, high: number];

/** Norms differ from their squares, and epsilon ||w||_2 is about 0.5, which leaves room for each region. */
const SCALES = [
  { d: 5, length: 1.6, epsilon: 0.3 },
  { d: 8, length: 0.4, epsilon: 1.3 },
];
/** Weights so short that a floor under their norm shows. */
const SHORT = [{ d: 5, length: 0.008, epsilon: 60 }];
const BELOW: Region = [-2, 0.9];
/** Twice such a margin is above 1. */
const JUST_BELOW: Region = [0.6, 0.9];
const BETWEEN: Region = [1.05, 1.4];
const BEYOND: Region = [1.7, 4];
/** Losses that are large beside a usual one. */
const FAR: Region = [-30, -10];

/** A function of the exercise, its number beside the problem, and what it should return. */
interface Objective {
  readonly name: string;
  readonly strengthName: "epsilon" | "lambda";
  readonly expected: (problem: HingeProblem) => number;
  /** What it returns if it is built on other functions of the submission, in each way to do so. */
  readonly builtOn: (own: OwnParts, probe: LinearProbe, strength: number) => Promise<readonly number[]>;
}

const ROBUST_HINGE: Objective = {
  name: "robustHinge",
  strengthName: "epsilon",
  expected: robustHinge,
  builtOn: async (own, probe, epsilon) => (await own.robustHinge({ probe, epsilon })).map(mean),
};
const BOUND: Objective = {
  name: "robustHingeBound",
  strengthName: "epsilon",
  expected: robustHingeBound,
  builtOn: (own, probe, epsilon) => plus(own.hinge(marginsOf(probe)), epsilon * norm2(probe.w)),
};
const SLACK: Objective = {
  name: "robustHingeSlack",
  strengthName: "epsilon",
  expected: robustHingeSlack,
  // It is computed from margins: no other function of the sheet gives a part of it.
  builtOn: () => Promise.resolve([]),
};
const SVM: Objective = {
  name: "svmObjective",
  strengthName: "lambda",
  expected: svmObjective,
  builtOn: (own, probe, lambda) => plus(own.hinge(marginsOf(probe)), lambda * norm2(probe.w) ** 2),
};

check("robustHinge.values", async (context) => {
  await claimObjective(context, ROBUST_HINGE, [...atScales(context, [BELOW, BEYOND]), ...edges(context, FAR)]);
  await claimProblemKept(context, "robustHinge", { epsilon: 0.3 });
  return PASSED;
});

check("robustHinge.beyond-margin", async (context) => {
  await claimObjective(context, ROBUST_HINGE, [...atScales(context, [BETWEEN]), atTheKink(context)]);
  return PASSED;
});

check("robustHingeBound.values", async (context) => {
  const usual = atScales(context, [BELOW, BETWEEN, BEYOND]);
  await claimObjective(context, BOUND, [...usual, ...edges(context, FAR)]);
  await claimProblemKept(context, "robustHingeBound", { epsilon: 0.3 });
  return PASSED;
});

check("robustHingeBound.tight", async (context) => {
  await claimObjective(context, { ...BOUND, expected: robustHinge }, atScales(context, [BELOW]));
  return PASSED;
});

check("robustHingeSlack.values", async (context) => {
  // Losses of 70 000 and a slack below 1: the difference of the two sides in float32 has no correct digits.
  const far = atScales(context, [[-9e4, -5e4], BETWEEN]).slice(-1);
  const usual = atScales(context, [BELOW, BETWEEN]);
  await claimObjective(context, SLACK, [...usual, ...far, ...edges(context, BETWEEN).slice(1), atTheKink(context)]);
  await claimProblemKept(context, "robustHingeSlack", { epsilon: 0.3 });
  return PASSED;
});

check("robustHingeSlack.saturated", async (context) => {
  // One in four points, two in three, all: this detects a fixed fraction of epsilon ||w||.
  const [long, short] = SCALES.map((scale) => [scale]);
  const mixed = [
    ...atScales(context, [BELOW, BELOW, JUST_BELOW, BEYOND], long),
    ...atScales(context, [BEYOND, BELOW, BEYOND], short),
    ...atScales(context, [BEYOND], SHORT),
  ];
  // With epsilon = 0 there is nothing to waste.
  await claimObjective(context, SLACK, [...mixed, ...edges(context, BELOW).slice(0, 1)]);
  return PASSED;
});

check("svmObjective.values", async (context) => {
  const usual = atScales(context, [BELOW, BETWEEN, BEYOND]);
  await claimObjective(context, SVM, [...usual, ...edges(context, FAR)]);
  await claimProblemKept(context, "svmObjective", { lambda: 0.3 });
  return PASSED;
});

/** One call: a problem, and epsilon or lambda. */
interface ObjectiveProbe {
  readonly probe: LinearProbe;
  readonly strength: number;
}

/** Three points in each region, at each scale, with a strength within 5 % of epsilon. */
function atScales(
  { random }: CheckContext,
  regions: readonly Region[],
  scales: typeof SCALES = SCALES,
): readonly ObjectiveProbe[] {
  return scales.map(({ d, length, epsilon }) => {
    const margins = regions.flatMap(([low, high]) => [...stratified(random, 3, low, high)]);
    return { probe: linearProbe(random, { d, length, margins }), strength: epsilon * random.uniform(0.95, 1.05) };
  });
}

/** epsilon = 0 with one label only; one point in one dimension; w = 0, which has no direction. */
function edges({ random }: CheckContext, [low, high]: Region): readonly ObjectiveProbe[] {
  const margins = [...stratified(random, 3, -1, 3)];
  const clean = linearProbe(random, { d: 3, length: 1.2, margins, label: -1 });
  const single = linearProbe(random, { d: 1, length: 0.75, margins: [random.uniform(low, high)] });
  return [
    { probe: clean, strength: 0 },
    { probe: single, strength: 0.6 },
    { probe: withoutWeights(clean), strength: 0.5 },
  ];
}

/** Margins of exactly 1, where the two cases of the clean hinge meet. */
function atTheKink({ random }: CheckContext): ObjectiveProbe {
  return { probe: exactProbe(random, 3, [1, -0.5, 1, 1]), strength: 0.5 };
}

/** Float32 sums of at most a dozen losses; a slack is far below the margins that it is computed from. */
const OBJECTIVE: Tolerance = { ...FLOAT32, absolute: 1e-5 };

async function claimObjective(
  context: CheckContext,
  objective: Objective,
  cases: readonly ObjectiveProbe[],
): Promise<void> {
  const { name, strengthName, expected, builtOn } = objective;
  const own = ownParts(context);
  await claimEach(cases, async ({ probe, strength }) => {
    const asked = `${name} of ${inWords(probe)}${strength === 0 ? ` with ${strengthName} 0` : ""}`;
    const argument = { ...problemArgument(probe), [strengthName]: strength };
    const value = returnedScalar(await context.submission.call(name, argument), asked);
    const right = expected({ margins: marginsOf(probe), w: probe.w, strength });
    if (isClose(value, right)) return;
    if ((await builtOn(own, probe, strength)).some((built) => isClose(value, built))) return;
    claimNumberClose(value, right, asked, OBJECTIVE);
  });
}

function isClose(value: number, expected: number): boolean {
  return Math.abs(value - expected) <= OBJECTIVE.absolute + OBJECTIVE.relative * Math.abs(expected);
}

async function plus(losses: Promise<readonly Vector[]>, penalty: number): Promise<readonly number[]> {
  return (await losses).map((each) => mean(each) + penalty);
}
