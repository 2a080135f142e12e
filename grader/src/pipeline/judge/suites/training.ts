import { check, PASSED } from "../check.ts";
import type { ImageShape } from "../expected/layers.ts";
import { drawLinear } from "../probes/models.ts";
import { claimAdam, claimEpochs } from "../probes/training-epochs.ts";
import { claimLosses } from "../probes/training-losses.ts";
import { callTraining, claimTrained, drawBatches, PLAIN, sgd, type TrainingRun } from "../probes/training-run.ts";

/* Exercise 2.3. train.step and train.epochs judge the network's parameters after the call. */

const SHAPE: ImageShape = [4, 4, 1];

// Another loss than the other checks have, which all use the cross-entropy.
check("train.step", async (context) => {
  const model = drawLinear(context.random, SHAPE, 3);
  const run: TrainingRun = {
    ...PLAIN,
    model,
    loss: "squaredError",
    epochs: [drawBatches(context.random, model, SHAPE, [7])],
    optimizer: sgd(context.random.uniform(0.1, 0.3)),
  };
  const asked = "train with one batch of 7, SGD and the squared error";
  claimTrained(await callTraining(context, "train", run), run, asked);
  return PASSED;
});

// Dropout in training mode: a wrong batch, seed or mode leads to other parameters.
check("train.epochs", async (context) => {
  await claimEpochs(context, "train", 0.5);
  await claimAdam(context, "train");
  return PASSED;
});

check("train.losses", async (context) => {
  await claimLosses(context, "train");
  return PASSED;
});
