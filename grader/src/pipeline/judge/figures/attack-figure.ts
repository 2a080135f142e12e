import type { Random } from "@robustness-lab/fixtures/random";
import type { Submission } from "../../run/observation.ts";
import type { TensorValue } from "../../run/protocol/values.ts";
import { ClaimFailure } from "../check.ts";
import { fail, returnedTensor } from "../claims.ts";
import type { AttackedDigit, AttackFigure } from "../judgement.ts";
import { imageGradient } from "../expected/image-gradients.ts";
import type { Values } from "../expected/layers.ts";
import { predictionOf } from "../expected/models.ts";
import { readPytorchLogisticRegression } from "../expected/pytorch-logistic-regression.ts";
import { clip } from "../expected/vectors.ts";
import { someDigits, type Digits } from "../probes/digits.ts";
import { remembered } from "../remembered.ts";
import { rowsOf, toArgument, toLabels } from "../probes/images.ts";
import type { LinearModel } from "../probes/models.ts";
import { messageOf } from "../../../shared/errors.ts";

/*
 * The figure of the submission's FGSM in a report. The classifier is logistic regression: its gradient has a closed form, so
 * the reference is exact on every engine, and the sandbox receives no network that is the solution of an exercise.
 */

const CLASSIFIER = "logistic regression, as PyTorch trained it on MNIST";
const DIGITS = 100;
/** 0, 0.05, ... 0.3, as in the sheet. */
const EPSILONS = Array.from({ length: 7 }, (_, place) => place / 20);
const STRIP_EPSILON = 0.1;
/** For all calls together. */
const BUDGET_MS = 4000;
const OVERDUE = `it took more than the ${BUDGET_MS / 1000} s that there are for this`;
/** x + epsilon and x̂ - x are rounded in float32. */
const ROUNDING = 1e-4;

/** Draws digits and measures the submission's FGSM on them. A failure becomes a sentence, since no points depend on it. */
export async function attackFigure(submission: Submission, random: Random): Promise<AttackFigure> {
  submission.allow(BUDGET_MS);
  try {
    return await draw(submission, random);
  } catch (error) {
    if (error instanceof ClaimFailure) return { status: "missing", why: whyNot(error.message) };
    const problem = messageOf(error);
    return { status: "missing", why: `The grader could not draw what the attack does: ${problem}` };
  }
}

/** The digits, and the reference's accuracy for each epsilon. */
const drawDigits = remembered(async (random: Random) => {
  const model = await readPytorchLogisticRegression();
  const digits = await someDigits(random, DIGITS);
  const directions = digits.images.rows.map((row, index) => directionOf(model, digits, row, index));
  const references = EPSILONS.map((epsilon) => accuracyOn(model, stepAlong(digits, directions, epsilon), digits));
  return { model, digits, references };
});

async function draw(submission: Submission, random: Random): Promise<AttackFigure> {
  const { model, digits, references } = await drawDigits(random);
  const given = { images: toArgument(digits.images), labels: toLabels(digits.labels) };
  const attacks: Attacked[] = [];
  // In sequence: after a failure no further call is made.
  for (const epsilon of EPSILONS) attacks.push(await attackWith(submission, { model, epsilon, ...given }));
  const curve = attacks.map(({ epsilon, rows }, place) => ({
    epsilon,
    accuracy: accuracyOn(model, rows, digits),
    reference: references[place] as number,
  }));
  const note = noteOn(attacks, digits);
  return {
    status: "drawn",
    classifier: CLASSIFIER,
    digits: DIGITS,
    curve,
    ...(note === undefined ? {} : { note }),
    strip: { epsilon: STRIP_EPSILON, digits: stripOf(model, digits, attacks) },
  };
}

interface Problem {
  readonly model: LinearModel;
  readonly images: TensorValue;
  readonly labels: TensorValue;
  readonly epsilon: number;
}

/** The attacked images for one epsilon. */
interface Attacked {
  readonly epsilon: number;
  readonly rows: readonly Values[];
}

async function attackWith(submission: Submission, problem: Problem): Promise<Attacked> {
  const { model, images, labels, epsilon } = problem;
  const classifier = { $: "classifier", model };
  const observation = await submission.call("fgsm", {
    classifier,
    loss: { $: "loss", name: "crossEntropy" },
    images,
    labels,
    epsilon,
  });
  if (observation.status === "stopped" && observation.limit === "submission-time") fail(OVERDUE);
  const asked = `fgsm with epsilon = ${epsilon} of ${DIGITS} MNIST digits`;
  return { epsilon, rows: rowsOf(returnedTensor(observation, asked, images.shape, ["float32"])) };
}

/** sign(grad_x J(x, y)), the direction of FGSM. */
function directionOf(model: LinearModel, { images, labels }: Digits, row: Values, index: number): readonly number[] {
  return imageGradient(model, row, images.shape, labels[index] as number).map(Math.sign);
}

/** clip(x + epsilon sign(grad_x J(x, y)), 0, 1) */
function stepAlong({ images }: Digits, directions: readonly (readonly number[])[], epsilon: number): readonly Values[] {
  return images.rows.map((row, image) => {
    return row.map((value, pixel) => clip(value + epsilon * (directions[image]?.[pixel] as number)));
  });
}

function accuracyOn(model: LinearModel, rows: readonly Values[], { images, labels }: Digits): number {
  const hits = rows.filter((row, index) => predictionOf(model, row, images.shape) === labels[index]);
  return hits.length / labels.length;
}

/** A warning if the attack leaves the ball or the box: the curves cannot be compared then. */
function noteOn(attacks: readonly Attacked[], { images }: Digits): string | undefined {
  for (const { epsilon, rows } of attacks) {
    const moves = rows.map((row, image) => {
      return maxOf(row, (value, pixel) => Math.abs(value - (images.rows[image]?.[pixel] as number)));
    });
    const furthest = Math.max(...moves);
    if (furthest > epsilon + ROUNDING) {
      return `At epsilon ${epsilon} a pixel moved by ${furthest.toFixed(2)}: this attack may do more than the reference's.`;
    }
    const outside = Math.max(...rows.map((row) => maxOf(row, (value) => Math.max(-value, value - 1))));
    if (outside > ROUNDING) return `At epsilon ${epsilon} a pixel left [0, 1]: these are no images any more.`;
  }
  return undefined;
}

/** One digit of each class that the classifier predicts correctly before the attack. */
function stripOf(
  model: LinearModel,
  { images, labels }: Digits,
  attacks: readonly Attacked[],
): readonly AttackedDigit[] {
  const rows = attacks.find(({ epsilon }) => epsilon === STRIP_EPSILON)?.rows ?? [];
  const predictions = images.rows.map((row) => predictionOf(model, row, images.shape));
  return Array.from({ length: 10 }, (_, label) => label).flatMap((label) => {
    const place = labels.findIndex((each, index) => each === label && predictions[index] === label);
    const [image, adversarial] = [images.rows[place], rows[place]];
    if (image === undefined || adversarial === undefined) return [];
    const attacked = predictionOf(model, adversarial, images.shape);
    return [{ label, prediction: label, attacked, image: toBase64(image), adversarial: toBase64(adversarial) }];
  });
}

function toBase64(row: Values): string {
  return Buffer.from(Uint8Array.from(row, (value) => Math.round(255 * clip(value)))).toString("base64");
}

/** A stub gets a friendly sentence. */
function whyNot(message: string): string {
  if (/^Exercise 2\.4 fgsm is not implemented yet$/.test(message)) return "It appears here when exercise 2.4 works.";
  return `There is nothing to show: ${message}`;
}

function maxOf(row: Values, of: (value: number, pixel: number) => number): number {
  let largest = -Infinity;
  for (let pixel = 0; pixel < row.length; pixel += 1) largest = Math.max(largest, of(row[pixel] as number, pixel));
  return largest;
}
