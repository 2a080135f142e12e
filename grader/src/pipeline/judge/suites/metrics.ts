import type { Observation } from "../../run/observation.ts";
import { NO_GRADIENT } from "../../run/protocol/call-messages.ts";
import { check, PASSED, type CheckContext } from "../check.ts";
import {
  claimClose,
  claimEach,
  claimNumberClose,
  FLOAT32,
  returnedGradient,
  returnedNumber,
  returnedScalar,
  type Tolerance,
} from "../claims.ts";
import { accuracy, crossEntropy, crossEntropyGradient } from "../expected/cross-entropy.ts";
import { shuffled } from "../probes/draws.ts";
import { claimKept, keep } from "../probes/given-tensors.ts";
import { labelsWith, matrix, shapeOf, spreadLabels, toArguments, withWinners, type Scores } from "../probes/logits.ts";

/* Exercise 2.1: accuracy and cross-entropy of logits. The largest logit of a row is never tied. */

check("accuracy.values", async (context) => {
  const { random } = context;
  // Positive, like probabilities: accuracy.any-logits judges other logits. Only the labels differ between the calls.
  const logits = withWinners(
    random,
    matrix({ n: 10, k: 10 }, () => random.uniform(0.1, 1)),
    8,
  );
  await claimEach(hitsOf(context, 2), async (hits) => {
    const scores = { logits, labels: labelsWith(random, logits, hits) };
    const given = givenBy(scores);
    const observation = await context.submission.call("accuracy", keep(given.logits), keep(given.labels));
    claimShare(observation, scores);
    claimKept(observation, given, `accuracy of logits ${shapeOf(scores)}`);
  });
  return PASSED;
});

check("accuracy.any-logits", async (context) => {
  const { random } = context;
  const kinds = [
    { low: -900, high: -500, gap: 450 },
    { low: -1e4, high: 1e4, gap: 2.2e4 },
    { low: -0.01, high: 0.01, gap: 0.03 },
  ];
  const hits = hitsOf(context, kinds.length);
  const probes = kinds.map(({ low, high, gap }, index) => {
    const logits = withWinners(
      random,
      matrix({ n: 10, k: 10 }, () => random.uniform(low, high)),
      gap,
    );
    return { logits, labels: labelsWith(random, logits, hits[index] as number) };
  });
  await claimEach(probes, (scores) => claimAccuracy(context, scores));
  return PASSED;
});

check("accuracy.any-size", async (context) => {
  const { random } = context;
  const sizes = [
    { n: 1, k: 10, hits: 1 },
    { n: 1, k: 2, hits: 0 },
    { n: 3, k: 8, hits: 3 },
    { n: 5, k: 2, hits: 0 },
    { n: 11, k: 3, hits: random.integer(5, 8) },
    { n: 47, k: 5, hits: random.integer(15, 37) },
  ];
  await claimEach(sizes, ({ hits, ...size }) => {
    const logits = withWinners(
      random,
      matrix(size, () => random.uniform(0.1, 1)),
      8,
    );
    return claimAccuracy(context, { logits, labels: labelsWith(random, logits, hits) });
  });
  return PASSED;
});

check("crossEntropy.values", async (context) => {
  const { random } = context;
  // n = k too, where a mistaken axis gives the right shape.
  const sizes = [
    { n: 9, k: 5 },
    { n: 6, k: 6 },
    { n: 3, k: 2 },
    { n: 1, k: 10 },
  ];
  await claimEach(sizes, async (size) => {
    const scores = { logits: matrix(size, () => random.uniform(-3, 3)), labels: spreadLabels(random, size) };
    const given = givenBy(scores);
    const asked = askedCrossEntropy(scores);
    const observation = await context.submission.call("crossEntropy", keep(given.logits), keep(given.labels));
    claimNumberClose(returnedScalar(observation, asked), crossEntropy(scores.logits, scores.labels), asked);
    claimKept(observation, given, asked);
  });
  return PASSED;
});

check("crossEntropy.large-gaps", async (context) => {
  const { random } = context;
  // With low labels the loss is as large as the gap; with high ones it is 0. In float32, exp overflows above 88.
  const gaps = [random.integer(180, 220), random.integer(9000, 11_000)].flatMap((gap) => {
    // Two rows share their highest class, so that a softmax over the batch gives a different result.
    const shared = random.integer(0, 3);
    const highs = [shared, (shared + random.integer(1, 3)) % 4, shared];
    const logits = highs.map((high) => [0, 1, 2, 3].map((k) => (k === high ? gap : Math.fround(random.uniform(0, 1)))));
    const lows = highs.map((high) => (high + random.integer(1, 3)) % 4);
    return [lows, highs].map((labels) => ({ logits, labels }));
  });
  await claimEach(gaps, (scores) => claimLoss(context, scores));
  // Rows far apart, each with small gaps: a row's loss depends on its own logits, wherever they lie.
  const size = { n: 6, k: 4 };
  const places = shuffled(random, [-3000, -1000, -200, 0, 200, 1000]);
  const logits = matrix(size, () => random.uniform(-2, 2)).map((row, index) =>
    row.map((logit) => Math.fround(logit + (places[index] as number))),
  );
  // A difference of logits near 3000 is rounded to 2.4e-4 if it is taken late.
  await claimLoss(context, { logits, labels: spreadLabels(random, size) }, { relative: 1e-3, absolute: 1e-3 });
  return PASSED;
});

check("crossEntropy.gradient", async (context) => {
  const { random } = context;
  const sizes = [
    { n: 6, k: 4 },
    { n: 2, k: 3 },
  ];
  await claimEach(sizes, async (size) => {
    const scores = { logits: matrix(size, () => random.uniform(-3, 3)), labels: spreadLabels(random, size) };
    const observation = await differentiated(context, scores);
    returnedScalar(observation, askedCrossEntropy(scores));
    claimGradient(observation, scores, FLOAT32);
  });
  return PASSED;
});

/** For each call, the number of right rows among ten: distinct, never 0, 5 or 10, and more than any class has. */
function hitsOf({ random }: CheckContext, calls: number): readonly number[] {
  return shuffled(random, [3, 4, 6, 7, 8]).slice(0, calls);
}

function givenBy(scores: Scores) {
  const [logits, labels] = toArguments(scores);
  return { logits, labels };
}

async function claimAccuracy({ submission }: CheckContext, scores: Scores): Promise<void> {
  claimShare(await submission.call("accuracy", ...toArguments(scores)), scores);
}

function claimShare(observation: Observation, scores: Scores): void {
  const asked = `accuracy of logits ${shapeOf(scores)}`;
  const found = returnedNumber(observation, asked);
  // One row of 47 is 0.02; float32 means are off by 1e-7.
  claimNumberClose(found, accuracy(scores.logits, scores.labels), asked, { relative: 0, absolute: 1e-5 });
}

/** Claims the loss, and its gradient if one flows; that it does is claimed by crossEntropy.gradient only. */
async function claimLoss(context: CheckContext, scores: Scores, tolerance: Tolerance = FLOAT32): Promise<void> {
  const traced = await differentiated(context, scores);
  const isTraced = !(traced.status === "threw" && traced.name === NO_GRADIENT);
  const observation = isTraced ? traced : await context.submission.call("crossEntropy", ...toArguments(scores));
  const found = returnedScalar(observation, askedCrossEntropy(scores));
  claimNumberClose(found, crossEntropy(scores.logits, scores.labels), askedCrossEntropy(scores), tolerance);
  const flows = isTraced && traced.status === "returned" && traced.state.some(({ data }) => data.length > 0);
  if (flows) claimGradient(observation, scores, tolerance);
}

function differentiated({ submission }: CheckContext, scores: Scores): Promise<Observation> {
  const [logits, labels] = toArguments(scores);
  return submission.call("crossEntropy", { $: "differentiated", value: logits }, labels);
}

function claimGradient(observation: Observation, scores: Scores, tolerance: Tolerance): void {
  const [asked, expected] = [askedCrossEntropy(scores), crossEntropyGradient(scores.logits, scores.labels)];
  const shape = [scores.logits.length, expected.length / scores.logits.length];
  const gradient = returnedGradient(observation, asked, { of: "the logits", shape });
  claimClose(gradient, expected, `the gradient of ${asked}`, tolerance);
}

function askedCrossEntropy(scores: Scores): string {
  return `crossEntropy of logits ${shapeOf(scores)}`;
}
