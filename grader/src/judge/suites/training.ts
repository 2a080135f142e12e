import { check, PASSED } from "../check.ts";
import { claimClose, claimNumberClose, FLOAT32, numbersOf, returned } from "../claims.ts";
import type { ImageShape } from "../oracle/models.ts";
import { drawLinear, drawMlp } from "../probes/models.ts";
import { callTraining, claimTrained, drawBatches, NO_ATTACK, regressionAfter } from "../probes/training-run.ts";

/* Exercise 2.3. What is judged is where the parameters are after the call, measured outside of the submission's control. */

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

check("train.epochs", async (context) => {
  const run = {
    model: { ...drawMlp(context.random, SHAPE, CLASSES), dropoutRate: 0.5 },
    epochs: [1, 2, 3].map(() => drawBatches(context.random, SHAPE, CLASSES, [6, 6, 4])),
    learningRate: 0.5,
    attack: NO_ATTACK,
  };
  const asked = "train with 3 epochs of 3 batches, no two alike, on a network with dropout";
  claimTrained(await callTraining(context, "train", run), run, asked);
  return PASSED;
});

check("train.losses", async (context) => {
  const { random } = context;
  const model = drawLinear(random, SHAPE, CLASSES, 2);
  const drawn = (sizes: readonly number[]) => [drawBatches(random, SHAPE, CLASSES, sizes)];
  // A learning rate of 0: whatever a training gets wrong about its steps, the losses are those of the given network.
  const still = { model, epochs: drawn([5, 5, 3]), learningRate: 0, attack: NO_ATTACK };
  const asked = "the losses of train with 3 batches and a learning rate of 0";
  const losses = numbersOf(returned(await callTraining(context, "train", still), asked), asked, 3);
  claimClose({ shape: [3], values: losses }, regressionAfter(still).losses, asked, FLOAT32);
  const moving = { ...still, epochs: drawn([6]), learningRate: 2 };
  const askedMoving = "the loss of train with 1 batch, before the update";
  const [before] = numbersOf(returned(await callTraining(context, "train", moving), askedMoving), askedMoving, 1);
  claimNumberClose(before as number, regressionAfter(moving).losses[0] as number, askedMoving);
  return PASSED;
});
