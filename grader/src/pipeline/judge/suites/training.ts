import { check, PASSED } from "../check.ts";
import type { ImageShape } from "../expected/layers.ts";
import { drawLinear, drawMlp } from "../probes/models.ts";
import { callTraining, claimLosses, claimTrained, drawBatches, NO_ATTACK } from "../probes/training-run.ts";

/* Exercise 2.3. train.step and train.epochs judge the network's parameters after the call. */

const SHAPE: ImageShape = [4, 4, 1];
const CLASSES = 3;

check("train.step", async (context) => {
  const run = {
    model: drawLinear(context.random, SHAPE, CLASSES),
    epochs: [drawBatches(context.random, SHAPE, CLASSES, [7])],
    learningRate: 0.5,
    attack: NO_ATTACK,
  };
  claimTrained(await callTraining(context, "train", run), run, "train with one batch of 7 and SGD");
  return PASSED;
});

// Different, ragged batches in each epoch, and dropout: a wrong batch, seed or mode leads to other parameters.
check("train.epochs", async (context) => {
  const run = {
    model: { ...drawMlp(context.random, SHAPE, CLASSES), dropoutRate: 0.5 },
    epochs: [1, 2, 3].map(() => drawBatches(context.random, SHAPE, CLASSES, [6, 6, 4])),
    beyond: drawBatches(context.random, SHAPE, CLASSES, [6]),
    learningRate: 0.5,
    attack: NO_ATTACK,
  };
  const asked = "train with 3 epochs of 3 batches, no two alike, on a network with dropout";
  claimTrained(await callTraining(context, "train", run), run, asked);
  return PASSED;
});

check("train.losses", async (context) => {
  await claimLosses(context, "train", { shape: SHAPE, classes: CLASSES, attack: NO_ATTACK });
  return PASSED;
});
