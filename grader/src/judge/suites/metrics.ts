import type { Random } from "@robustness-lab/fixtures";
import { floats, integers } from "../../run/protocol/values.ts";
import { check, PASSED, type CheckContext } from "../check.ts";
import { claim, claimNumberClose, returnedNumber, returnedScalar, show } from "../claims.ts";
import { accuracy, crossEntropy, type Logits } from "../oracle/cross-entropy.ts";
import type { Vector } from "../oracle/vectors.ts";

/* Exercise 2.1: accuracy and cross-entropy of logits. Largest logits are never tied. */

/** Logits [n, k] of float32 numbers, and a label for each row. */
interface Scores {
  readonly logits: Logits;
  readonly labels: Vector;
}

check("accuracy.values", async (context) => {
  // As sure of itself and as positive as probabilities are: what else logits can be is the next check's matter.
  const logits = matrix(10, 10, () => context.random.uniform(0.1, 1));
  for (const hits of [7, 4]) await claimAccuracy(context, favouring(context.random, logits, hits, 8));
  return PASSED;
});

check("accuracy.any-logits", async (context) => {
  const { random } = context;
  const negative = matrix(10, 10, () => random.uniform(-900, -500));
  const large = matrix(10, 10, () => random.uniform(-1e4, 1e4));
  const small = matrix(10, 10, () => random.uniform(-0.01, 0.01));
  await claimAccuracy(context, favouring(random, negative, 6, 450));
  await claimAccuracy(context, favouring(random, large, 7, 2.2e4));
  await claimAccuracy(context, favouring(random, small, 8, 0.03));
  return PASSED;
});

check("accuracy.any-size", async (context) => {
  const sizes = [
    { n: 1, k: 10, hits: 1 },
    { n: 1, k: 4, hits: 0 },
    { n: 3, k: 8, hits: 2 },
    { n: 11, k: 3, hits: 5 },
  ];
  for (const { n, k, hits } of sizes) {
    const logits = matrix(n, k, () => context.random.uniform(0.1, 1));
    await claimAccuracy(context, favouring(context.random, logits, hits, 8));
  }
  return PASSED;
});

check("crossEntropy.values", async (context) => {
  const sizes = [
    { n: 9, k: 5 },
    { n: 1, k: 10 },
  ];
  for (const { n, k } of sizes) {
    const logits = matrix(n, k, () => context.random.uniform(-3, 3));
    await claimCrossEntropy(context, { logits, labels: randomLabels(context.random, n, k) });
  }
  return PASSED;
});

check("crossEntropy.large-gaps", async (context) => {
  // The label's logit is the low one: a loss as large as the gap. Then the high one: no loss. 200 is where exp overflows.
  for (const gap of [200, 1e4]) {
    const logits = [0, 1, 2].map((high) => [0, 1, 2, 3].map((column) => (column === high ? gap : column * 0.25)));
    await claimCrossEntropy(context, { logits, labels: [3, 0, 1] });
    await claimCrossEntropy(context, { logits, labels: [0, 1, 2] });
  }
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

/**
 * Raises one logit in each row above the others by `gap` or so. It is the label's in `hits` of the rows, spread over
 * them, and another class's in the rest.
 */
function favouring(random: Random, logits: Logits, hits: number, gap: number): Scores {
  const [n, k] = [logits.length, logits[0]?.length ?? 0];
  const labels = randomLabels(random, n, k);
  const winners = labels.map((label, row) => ((row * 3) % n < hits ? label : (label + random.integer(1, k - 1)) % k));
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
  // One row of eleven is 0.09; float32 means are off by 1e-7.
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
