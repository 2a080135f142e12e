import type { Random } from "@robustness-lab/fixtures";
import type { AttackDescription } from "../../run/arguments/described.ts";
import type { Observation } from "../../run/observation.ts";
import { floats, type TensorValue } from "../../run/protocol/values.ts";
import type { CheckContext } from "../check.ts";
import { claim, claimClose, claimNumberClose, claimThrows, FLOAT32, numbersOf, returned, tensorOf } from "../claims.ts";
import type { ImageShape } from "../expected/layers.ts";
import type { Vector } from "../expected/vectors.ts";
import { redraw } from "./draws.ts";
import { toLabels } from "./images.ts";
import { drawLinear, drawMlp, type MlpModel } from "./models.ts";
import {
  callTraining,
  drawBatches,
  PLAIN,
  sgd,
  stateAfter,
  trainedAfter,
  type TrainingName,
  type TrainingRun,
} from "./training-run.ts";

const SHAPE: ImageShape = [3, 3, 1];
const CLASSES = 3;

/** Claims about the losses of a training function: returned, passed to onStep, and not finite. */
export async function claimLosses(
  context: CheckContext,
  name: TrainingName,
  attack: AttackDescription = PLAIN.attack,
): Promise<void> {
  await claimLossesOfSteps(context, name, attack);
  await claimLossBeforeUpdate(context, name, attack);
  await claimDivergenceNoticed(context, name, attack);
}

/** A learning rate of 0 keeps the network as given, so that wrong steps do not matter here. */
async function claimLossesOfSteps(context: CheckContext, name: TrainingName, attack: AttackDescription): Promise<void> {
  const { run, expected } = drawLosses(context.random, name, attack);
  const asked = `the losses of ${name} with 4 batches in all, on a network with dropout and a learning rate of 0`;
  const observation = await callTraining(context, name, run, { watched: true });
  const losses = numbersOf(returned(observation, asked), asked, expected.length);
  claimClose({ shape: [expected.length], values: losses }, expected, asked, FLOAT32);
  const { rest } = stateAfter(observation, run);
  claimReported(rest[0], expected, `onStep in ${name} with 4 batches in all`);
}

/** Losses below 0, and one of 0: the label of the first batch is a class whose logits are 0. */
function drawLosses(random: Random, name: TrainingName, attack: AttackDescription) {
  return redraw("losses below 0", () => {
    const model = { ...withoutClass(drawMlp(random, SHAPE, CLASSES)), dropoutRate: 0.5 };
    // Every epoch is judged by train.epochs, but for its seeds in adversarial training.
    const [first = [], ...others] = name === "train" ? [[5, 1, 4]] : [[5, 1], [4]];
    const zero = drawBatches(random, model, SHAPE, [1]).map((batch) => ({ ...batch, labels: toLabels([0]) }));
    const epochs = [
      [...zero, ...drawBatches(random, model, SHAPE, first)],
      ...others.map((sizes) => drawBatches(random, model, SHAPE, sizes)),
    ];
    const run: TrainingRun = { loss: "minusLogit", model, epochs, optimizer: sgd(0), attack };
    const expected = trainedAfter(run).losses;
    return Math.min(...expected) < -0.1 ? { run, expected } : undefined;
  });
}

/** The logits of class 0 become 0. */
function withoutClass(model: MlpModel): MlpModel {
  const { weights2, bias2 } = model;
  const cut = ({ shape, data }: TensorValue): TensorValue =>
    floats(
      shape,
      Array.from(data, (value, index) => (index % CLASSES === 0 ? 0 : value)),
    );
  return { ...model, weights2: cut(weights2), bias2: cut(bias2) };
}

function claimReported(recorded: TensorValue | undefined, losses: Vector, asked: string): void {
  const calls = (recorded?.data.length ?? 0) / 2;
  claim(calls === losses.length, `${asked}: called ${calls} times, expected one call for each step`);
  const { values } = tensorOf(recorded, asked, [losses.length, 2]);
  const at = (column: number): readonly number[] => values.filter((_, index) => index % 2 === column);
  claimClose({ shape: [losses.length], values: at(0) }, losses, asked, FLOAT32);
  // One more batch may have been requested by a loop that looks ahead.
  const isPrompt = at(1).every((handedOut, step) => handedOut === step + 1 || handedOut === step + 2);
  claim(isPrompt && at(1)[0] === 1, `${asked}: not called after each step, but later`);
}

/** The first loss is exact; the second only shows that there was a step: another check judges which. */
async function claimLossBeforeUpdate(
  context: CheckContext,
  name: TrainingName,
  attack: AttackDescription,
): Promise<void> {
  const { random } = context;
  const { run, moved, still } = redraw("a step that changes the next loss", () => {
    const model = drawLinear(random, SHAPE, CLASSES, 2);
    const epochs = [drawBatches(random, model, SHAPE, [6, 4])];
    const drawn: TrainingRun = { ...PLAIN, model, epochs, optimizer: sgd(random.uniform(0.5, 1)), attack };
    const losses = [drawn, { ...drawn, optimizer: sgd(0) }].map((each) => trainedAfter(each).losses[1] as number);
    const [after = 0, before = 0] = losses;
    return Math.abs(after - before) > 0.1
      ? { run: drawn, moved: trainedAfter(drawn).losses, still: before }
      : undefined;
  });
  const asked = `the losses of ${name} with 2 batches`;
  const observation = await callTraining(context, name, run, { watched: true });
  const losses = numbersOf(returned(observation, asked), asked, 2);
  const [first = NaN, second = NaN] = losses;
  claimNumberClose(first, moved[0] as number, `${asked}, the first, before the update`);
  claim(
    Math.abs(second - still) > 1e-3,
    `${asked}: the second is what it would be without the step on the first batch`,
  );
  claimReported(stateAfter(observation, run).rest[0], losses, `onStep in ${name} with 2 batches`);
}

/** NaN at the first step, and infinity at the second, after a step of 1e30. */
async function claimDivergenceNoticed(
  context: CheckContext,
  name: TrainingName,
  attack: AttackDescription,
): Promise<void> {
  const { random } = context;
  const model = drawLinear(random, SHAPE, CLASSES);
  const batches = drawBatches(random, model, SHAPE, [3, 3]);
  const nan: TrainingRun = { ...PLAIN, model, epochs: [batches.slice(1)], optimizer: sgd(0.1), attack };
  const call = (run: TrainingRun, loss?: "notANumber"): Promise<Observation> =>
    callTraining(context, name, run, loss === undefined ? {} : { loss });
  claimThrows(await call(nan, "notANumber"), `${name} with a loss that is NaN`);
  const infinite: TrainingRun = { ...nan, loss: "squaredError", epochs: [batches], optimizer: sgd(1e30) };
  claimThrows(await call(infinite), `${name} with a loss that grows to infinity at the second step`);
}
