import type { CheckContext } from "../check.ts";
import { claimAlive } from "./given-tensors.ts";
import type { ImageShape } from "../expected/layers.ts";
import { redraw } from "./draws.ts";
import { drawLinear, drawMlp } from "./models.ts";
import {
  callTraining,
  claimTrained,
  drawBatches,
  PLAIN,
  regressionAfter,
  sgd,
  stateAfter,
  type TrainingName,
} from "./training-run.ts";

/** Different, ragged batches in each epoch, a batch of one, an epoch without batches, and one more that must not be used. */
export async function claimEpochs(context: CheckContext, name: TrainingName, dropoutRate: number): Promise<void> {
  const { random } = context;
  const shape: ImageShape = [4, 4, 1];
  const model = dropoutRate === 0 ? drawLinear(random, shape, 3) : { ...drawMlp(random, shape, 3), dropoutRate };
  const run = {
    ...PLAIN,
    model,
    epochs: [[6, 6, 1], [], [5, 4]].map((sizes) => drawBatches(random, model, shape, sizes)),
    beyond: drawBatches(random, model, shape, [6]),
    optimizer: sgd(random.uniform(0.3, 0.6)),
  };
  const network = dropoutRate === 0 ? "" : " on a network with dropout";
  const asked = `${name} with 3 epochs of 3, 0 and 2 batches, no two alike,${network}${attackOf(name)}`;
  claimTrained(await callTraining(context, name, run), run, asked);
}

/** Another optimizer, which has a state. The batches are the caller's, and the attack returns its input. */
export async function claimAdam(context: CheckContext, name: TrainingName): Promise<void> {
  const { random } = context;
  const shape: ImageShape = [2, 2, 1];
  const run = redraw("gradients far from 0", () => {
    const model = drawLinear(random, shape, 3);
    const epochs = [[4, 3], [3]].map((sizes) => drawBatches(random, model, shape, sizes));
    const drawn = {
      ...PLAIN,
      model,
      epochs,
      optimizer: { kind: "adam", learningRate: random.uniform(0.1, 0.2) } as const,
    };
    // Adam divides by the gradient's size: near 0 a rounding error would become a step.
    const isFar = regressionAfter(drawn)
      .gradients.flat()
      .every((slope) => Math.abs(slope) > 1e-4);
    return isFar ? drawn : undefined;
  });
  const asked = `${name} with 2 epochs of 2 and 1 batches and Adam${attackOf(name)}`;
  const observation = await callTraining(context, name, run, { kept: true });
  claimTrained(observation, run, asked);
  claimAlive(stateAfter(observation, run).rest, asked);
}

function attackOf(name: TrainingName): string {
  return name === "train" ? "" : " and an attack that returns its input";
}
