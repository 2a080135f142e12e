import type { AttackDescription } from "../../run/arguments/described.ts";
import { check, PASSED } from "../check.ts";
import type { ImageShape } from "../expected/layers.ts";
import { someDigits } from "../probes/digits.ts";
import { toArgument, toLabels } from "../probes/images.ts";
import { drawConv, drawLinear, drawMlp } from "../probes/models.ts";
import { callTraining, claimLosses, claimTrained, drawBatches, NO_ATTACK } from "../probes/training-run.ts";

/*
 * Exercise 2.9. The attack "negative" ignores the classifier: it is used where only the attacked images matter. "dim" depends
 * on the logits and the labels: it shows which classifier was attacked, and in which mode.
 */

const SHAPE: ImageShape = [4, 4, 1];
const CLASSES = 3;
const NEGATIVE: AttackDescription = { kind: "negative", strength: 0.8 };
const DIM: AttackDescription = { kind: "dim", strength: 0.95 };

check("adversarialTrain.step", async (context) => {
  const run = {
    model: drawLinear(context.random, SHAPE, CLASSES),
    epochs: [drawBatches(context.random, SHAPE, CLASSES, [7])],
    learningRate: 0.5,
    attack: NEGATIVE,
  };
  const asked = "adversarialTrain with one batch of 7 and SGD";
  claimTrained(await callTraining(context, "adversarialTrain", run), run, asked);
  return PASSED;
});

// Large steps and an attack on the logits: an attack on an older network gives different images.
check("adversarialTrain.current", async (context) => {
  const run = {
    model: drawLinear(context.random, SHAPE, CLASSES, 1.5),
    epochs: [1, 2].map(() => drawBatches(context.random, SHAPE, CLASSES, [6, 6, 5])),
    learningRate: 1,
    attack: DIM,
  };
  const asked = "adversarialTrain with 2 epochs of 3 batches and an attack that depends on the classifier";
  claimTrained(await callTraining(context, "adversarialTrain", run), run, asked);
  return PASSED;
});

check("adversarialTrain.modes", async (context) => {
  // One step for each call, where stale images are still right: adversarialTrain.current judges them.
  for (const size of [6, 5]) {
    const run = {
      model: { ...drawMlp(context.random, SHAPE, CLASSES), dropoutRate: 0.5 },
      epochs: [drawBatches(context.random, SHAPE, CLASSES, [size])],
      learningRate: 0.5,
      attack: DIM,
    };
    const asked = `adversarialTrain with one batch of ${size} on a network with dropout`;
    claimTrained(await callTraining(context, "adversarialTrain", run), run, asked);
  }
  return PASSED;
});

// No attack: only the batches and their order matter.
check("adversarialTrain.epochs", async (context) => {
  const run = {
    model: drawLinear(context.random, SHAPE, CLASSES),
    epochs: [1, 2, 3].map(() => drawBatches(context.random, SHAPE, CLASSES, [6, 6, 4])),
    beyond: drawBatches(context.random, SHAPE, CLASSES, [6]),
    learningRate: 0.5,
    attack: NO_ATTACK,
  };
  const asked = "adversarialTrain with 3 epochs of 3 batches, no two alike, and an attack that changes nothing";
  claimTrained(await callTraining(context, "adversarialTrain", run), run, asked);
  return PASSED;
});

check("adversarialTrain.losses", async (context) => {
  await claimLosses(context, "adversarialTrain", { shape: SHAPE, classes: CLASSES, attack: NEGATIVE });
  return PASSED;
});

// Real images and a convolutional network: the other checks use small linear or tanh models.
check("adversarialTrain.digits", async (context) => {
  const { random } = context;
  const batch = async () => {
    const { images, labels } = await someDigits(random, 16);
    return { images: toArgument(images), labels: toLabels(labels), seed: random.integer(1, 2 ** 31 - 1) };
  };
  const run = {
    model: drawConv(random, [28, 28, 1], 10),
    epochs: [[await batch(), await batch(), await batch()]],
    learningRate: 0.05,
    attack: NEGATIVE,
  };
  const asked = "adversarialTrain with 48 digits in 3 batches on a convolutional network";
  claimTrained(await callTraining(context, "adversarialTrain", run), run, asked);
  return PASSED;
});
