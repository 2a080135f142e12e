import type { Random } from "@robustness-lab/fixtures";
import { floats, integers } from "../../run/protocol/values.ts";
import { check, PASSED, type CheckContext } from "../check.ts";
import { claim, claimEach, claimNumberClose, returnedNumber, returnedScalar, show } from "../claims.ts";
import { accuracy, crossEntropy, type Logits } from "../expected/cross-entropy.ts";
import type { Vector } from "../expected/vectors.ts";
import { shuffled } from "../probes/draws.ts";

/* Exercise 2.1: accuracy and cross-entropy of logits. The largest logit of a row is never tied. */

/** Logits [n, k], exact in float32, and a label for each row. */
interface Scores {
  readonly logits: Logits;
  readonly labels: Vector;
}

check("accuracy.values", async (context) => {
  // Positive, like probabilities: accuracy.any-logits judges other logits.
  const logits = matrix(10, 10, () => context.random.uniform(0.1, 1));
  await claimEach(hitsOf(context.random, 2), (hits) =>
    claimAccuracy(context, favouring(context.random, logits, hits, 8)),
  );
  return PASSED;
});

check("accuracy.any-logits", async (context) => {
  const { random } = context;
  const negative = matrix(10, 10, () => random.uniform(-900, -500));
  const large = matrix(10, 10, () => random.uniform(-1e4, 1e4));
  const small = matrix(10, 10, () => random.uniform(-0.01, 0.01));
  const [first = 0, second = 0, third = 0] = hitsOf(random, 3);
  const probes = [
    favouring(random, negative, first, 450),
    favouring(random, large, second, 2.2e4),
    favouring(random, small, third, 0.03),
  ];
  await claimEach(probes, (scores) => claimAccuracy(context, scores));
  return PASSED;
});

check("accuracy.any-size", async (context) => {
  const { random } = context;
  const sizes = [
    { n: 1, k: 10, hits: 1 },
    { n: 1, k: 4, hits: 0 },
    { n: 3, k: 8, hits: random.integer(1, 2) },
    { n: 11, k: 3, hits: random.integer(3, 8) },
    { n: 47, k: 5, hits: random.integer(10, 37) },
  ];
  await claimEach(sizes, ({ n, k, hits }) => {
    const logits = matrix(n, k, () => random.uniform(0.1, 1));
    return claimAccuracy(context, favouring(random, logits, hits, 8));
  });
  return PASSED;
});

check("crossEntropy.values", async (context) => {
  const sizes = [
    { n: 9, k: 5 },
    { n: 1, k: 10 },
  ];
  await claimEach(sizes, ({ n, k }) => {
    const logits = matrix(n, k, () => context.random.uniform(-3, 3));
    return claimCrossEntropy(context, { logits, labels: randomLabels(context.random, n, k) });
  });
  return PASSED;
});

check("crossEntropy.large-gaps", async (context) => {
  const { random } = context;
  // With low labels the loss is as large as the gap; with high ones it is 0. In float32, exp overflows above 88.
  await claimEach([random.integer(180, 220), random.integer(9000, 11_000)], async (gap) => {
    // Two rows share their highest class, so that a softmax over the batch gives a different result.
    const shared = random.integer(0, 3);
    const highs = [shared, random.integer(0, 3), shared];
    const logits = highs.map((high) => [0, 1, 2, 3].map((k) => (k === high ? gap : Math.fround(random.uniform(0, 1)))));
    const lows = highs.map((high) => (high + random.integer(1, 3)) % 4);
    await claimEach([lows, highs], (labels) => claimCrossEntropy(context, { logits, labels }));
  });
  return PASSED;
});

check("crossEntropy.shift", async (context) => {
  const { random } = context;
  // Multiples of 1/64: adding 1000 is exact in float32.
  const logits = matrix(6, 5, () => random.integer(-128, 128) / 64);
  const labels = randomLabels(random, 6, 5);
  const before = await askedCrossEntropy(context, { logits, labels });
  for (const constant of [1000, -1000]) {
    const shifted = await askedCrossEntropy(context, { logits: shiftedBy(logits, constant), labels });
    const asked = `crossEntropy after ${constant} was added to all logits, against before`;
    claimNumberClose(shifted, before, asked, { relative: 1e-4, absolute: 1e-5 });
  }
  const better = logits.map((row, index) => row.map((logit, k) => (k === labels[index] ? logit + 2 : logit)));
  const after = await askedCrossEntropy(context, { logits: better, labels });
  const asked = "crossEntropy after only the labels' logits were raised";
  claim(Math.abs(before - after) > 1e-3, `${asked}: changes from ${show(before)} to ${show(after)}`);
  return PASSED;
});

function matrix(n: number, k: number, entry: () => number): Logits {
  return Array.from({ length: n }, () => Array.from({ length: k }, () => Math.fround(entry())));
}

function randomLabels(random: Random, n: number, k: number): Vector {
  return Array.from({ length: n }, () => random.integer(0, k - 1));
}

/** For each call, the number of right rows among ten: distinct, and never 0, 5 or 10. */
function hitsOf(random: Random, calls: number): readonly number[] {
  return shuffled(random, [1, 2, 3, 4, 6, 7, 8, 9]).slice(0, calls);
}

/**
 * Raises one logit in each row by `gap`, above all others. In `hits` random rows it is the label's, in the rest another
 * class's.
 */
function favouring(random: Random, logits: Logits, hits: number, gap: number): Scores {
  const [n, k] = [logits.length, logits[0]?.length ?? 0];
  const labels = randomLabels(random, n, k);
  const isHit = shuffled(
    random,
    labels.map((_, row) => row < hits),
  );
  const winners = labels.map((label, row) => (isHit[row] ? label : (label + random.integer(1, k - 1)) % k));
  const raised = logits.map((row, index) =>
    row.map((logit, column) => (column === winners[index] ? Math.fround(logit + gap) : logit)),
  );
  return { logits: raised, labels };
}

function shiftedBy(logits: Logits, constant: number): Logits {
  return logits.map((row) => row.map((logit) => logit + constant));
}

async function claimAccuracy({ submission }: CheckContext, scores: Scores): Promise<void> {
  const asked = `accuracy of logits ${shapeOf(scores)}`;
  const found = returnedNumber(await submission.call("accuracy", ...toArguments(scores)), asked);
  // One row of 47 is 0.02; float32 means are off by 1e-7.
  claimNumberClose(found, accuracy(scores.logits, scores.labels), asked, { relative: 0, absolute: 1e-5 });
}

async function claimCrossEntropy(context: CheckContext, scores: Scores): Promise<void> {
  const found = await askedCrossEntropy(context, scores);
  claimNumberClose(found, crossEntropy(scores.logits, scores.labels), `crossEntropy of logits ${shapeOf(scores)}`);
}

async function askedCrossEntropy({ submission }: CheckContext, scores: Scores): Promise<number> {
  const observation = await submission.call("crossEntropy", ...toArguments(scores));
  return returnedScalar(observation, `crossEntropy of logits ${shapeOf(scores)}`);
}

function toArguments({ logits, labels }: Scores) {
  return [floats([logits.length, logits[0]?.length ?? 0], logits.flat()), integers([labels.length], labels)] as const;
}

function shapeOf({ logits }: Scores): string {
  return `[${logits.length}, ${logits[0]?.length ?? 0}]`;
}
