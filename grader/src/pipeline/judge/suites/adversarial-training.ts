import type { AttackDescription } from "../../run/arguments/described.ts";
import { check, PASSED, type CheckContext } from "../check.ts";
import type { ImageShape } from "../expected/layers.ts";
import { someDigits } from "../probes/digits.ts";
import { toArgument, toLabels } from "../probes/images.ts";
import { drawConv, drawLinear, drawMlp } from "../probes/models.ts";
import { claimAdam, claimEpochs } from "../probes/training-epochs.ts";
import { claimLosses } from "../probes/training-losses.ts";
import { callTraining, claimTrained, drawBatches, PLAIN, sgd, type TrainingRun } from "../probes/training-run.ts";

/*
 * Exercise 2.9. The attack "negative" ignores the classifier: it is used where only the attacked images matter. "dim" depends
 * on the logits and the labels: it shows which classifier was attacked, and in which mode. "speckle" depends on the seed.
 */

const SHAPE: ImageShape = [4, 4, 1];
const CLASSES = 3;
const NEGATIVE: AttackDescription = { kind: "negative", strength: 0.8 };
const DIM: AttackDescription = { kind: "dim", strength: 0.95 };
const SPECKLE: AttackDescription = { kind: "speckle", strength: 0.7 };

check("adversarialTrain.step", async (context) => {
  const model = drawLinear(context.random, SHAPE, CLASSES);
  const epochs = [drawBatches(context.random, model, SHAPE, [7])];
  const run: TrainingRun = { ...PLAIN, model, epochs, optimizer: sgd(0.5), attack: NEGATIVE };
  await claimRun(context, run, "adversarialTrain with one batch of 7 and SGD");
  return PASSED;
});

// Large steps and an attack on the logits: an attack on an older network gives different images.
check("adversarialTrain.current", async (context) => {
  const model = drawLinear(context.random, SHAPE, CLASSES, 1.5);
  const epochs = [1, 2].map(() => drawBatches(context.random, model, SHAPE, [6, 6, 5]));
  const run: TrainingRun = { ...PLAIN, model, epochs, optimizer: sgd(1), attack: DIM };
  const asked = "adversarialTrain with 2 epochs of 3 batches and an attack that depends on the classifier";
  await claimRun(context, run, asked);
  return PASSED;
});

// Stale images are still right, with one step or an attack that ignores the network: adversarialTrain.current judges them.
check("adversarialTrain.modes", async (context) => {
  const model = { ...drawMlp(context.random, SHAPE, CLASSES), dropoutRate: 0.5 };
  const drawn = (sizes: readonly number[]) => [drawBatches(context.random, model, SHAPE, sizes)];
  const one: TrainingRun = { ...PLAIN, model, epochs: drawn([6]), optimizer: sgd(0.5), attack: DIM };
  await claimRun(context, one, "adversarialTrain with one batch of 6 on a network with dropout");
  const three: TrainingRun = { ...one, epochs: drawn([4, 4, 4]), attack: PLAIN.attack };
  const asked = "adversarialTrain with 3 batches on a network with dropout, and an attack that changes nothing";
  await claimRun(context, three, asked);
  return PASSED;
});

check("adversarialTrain.batch", async (context) => {
  const model = drawLinear(context.random, SHAPE, CLASSES);
  const epochs = [drawBatches(context.random, model, SHAPE, [5, 5, 5])];
  const run: TrainingRun = { ...PLAIN, model, epochs, optimizer: sgd(0.5), attack: SPECKLE };
  await claimRun(context, run, "adversarialTrain with an attack that depends on the batch's seed");
  return PASSED;
});

// No attack: only the batches and their order matter.
check("adversarialTrain.epochs", async (context) => {
  await claimEpochs(context, "adversarialTrain", 0);
  await claimAdam(context, "adversarialTrain");
  return PASSED;
});

check("adversarialTrain.losses", async (context) => {
  await claimLosses(context, "adversarialTrain", SPECKLE);
  return PASSED;
});

// Real images, a convolutional network and another loss: the other checks use small linear or tanh models.
check("adversarialTrain.digits", async (context) => {
  const { random } = context;
  const batch = async () => {
    const { images, labels } = await someDigits(random, 8);
    return { images: toArgument(images), labels: toLabels(labels), seed: random.integer(1, 2 ** 31 - 1) };
  };
  const run: TrainingRun = {
    model: drawConv(random, [28, 28, 1], 10),
    loss: "squaredError",
    epochs: [[await batch(), await batch(), await batch()]],
    optimizer: sgd(0.005),
    attack: NEGATIVE,
  };
  const asked = "adversarialTrain with 24 digits in 3 batches on a convolutional network, with the squared error";
  await claimRun(context, run, asked);
  return PASSED;
});

async function claimRun(context: CheckContext, run: TrainingRun, asked: string): Promise<void> {
  claimTrained(await callTraining(context, "adversarialTrain", run), run, asked);
}
