import type { Random } from "@robustness-lab/fixtures";
import type { ModelDescription } from "../../run/arguments/described.ts";
import { check, PASSED, type CheckContext } from "../check.ts";
import { claim, claimEach, claimThrows, show } from "../claims.ts";
import { clearGradient, imageGradient } from "../expected/image-gradients.ts";
import type { ImageShape, Values } from "../expected/layers.ts";
import { predictionOf } from "../expected/models.ts";
import { readPytorchLogisticRegression } from "../expected/pytorch-logistic-regression.ts";
import { dot, intoTube, mean as average, minus, norm2, type Vector } from "../expected/vectors.ts";
import { drawDigits } from "../probes/digits.ts";
import { randomSign, redraw } from "../probes/draws.ts";
import * as images from "../probes/images.ts";
import { drawConv, drawLinear, drawMlp, linearOfTwo, type LinearModel } from "../probes/models.ts";
import { drawSlopes, mixed, showsRescaling, type SlopeDraw } from "../probes/slopes.ts";
import { remembered } from "../remembered.ts";
import { argumentsOf, attack, claimOneWay, displacement, isMove, ROUNDING } from "./fgsm-call.ts";

/*
 * Exercise 2.4: which way the pixels move. Each check judges its claim only; fgsm.batch and fgsm.tiny-gradients compare the
 * submission's answers with each other. fgsm-pixels.ts judges how far they move.
 */

// Linear, tanh and convolutional models, each with a right and a wrong label: the step must climb the label's loss.
check("fgsm.direction", async (context) => {
  await claimEach(CROSS_ENTROPY, (draw) => claimClimbs(context, draw));
  return PASSED;
});

const CROSS_ENTROPY: readonly SlopeDraw[] = [
  { shape: [6, 7, 1], loss: "crossEntropy", draw: drawLinear, ranks: [0, 4], isTelling: true },
  { shape: [5, 4, 2], loss: "crossEntropy", draw: drawBentMlp, ranks: [0, 4], isTelling: true },
  { shape: [8, 7, 1], loss: "crossEntropy", draw: drawConv, ranks: [0, 4], isTelling: false },
];

/** On which a change of all pixels turns some slopes. */
function drawBentMlp(random: Random, shape: ImageShape, classes: number): ModelDescription {
  return drawMlp(random, shape, classes, 2);
}

/** With slopes below 1. */
function drawSmallMlp(random: Random, shape: ImageShape, classes: number): ModelDescription {
  return drawMlp(random, shape, classes, 2, 0.3);
}

/** Attacks one image of a likely and of an unlikely class. */
async function claimClimbs({ submission, random }: CheckContext, draw: SlopeDraw): Promise<void> {
  await claimEach(drawSlopes(random, draw), async ({ model, image, label, gradient }) => {
    const asked = `fgsm of one image [${draw.shape.join(", ")}] on a ${model.kind} model`;
    const problem = { model, images: image, labels: [label], epsilon: 0.1 };
    claimUphill(await displacement(submission, problem, asked), gradient, asked);
  });
}

function claimUphill(moved: Vector, gradient: Vector, asked: string): void {
  const clear = gradient.flatMap((slope, pixel) => (slope === 0 ? [] : [{ slope, by: moved[pixel] as number }]));
  const stayed = clear.filter(({ by }) => Math.abs(by) < ROUNDING / 10).length;
  const downhill = clear.filter(({ by, slope }) => by * slope < 0).length;
  const outOf = `of ${clear.length} pixels where the gradient is clear`;
  claim(downhill === 0, `${asked}: ${downhill} ${outOf} moved to where the loss of the image's label falls`);
  claim(stayed === 0, `${asked}: ${stayed} ${outOf} did not move`);
}

// The squared error of logits has other gradients than the cross-entropy, or than anything softmaxed. The labels are those
// predicted, and either way is right here: fgsm.direction judges labels and uphill.
check("fgsm.loss", async ({ submission, random }) => {
  const draw: SlopeDraw = { shape: [5, 4, 2], loss: "squaredError", draw: drawSmallMlp, ranks: [0], isTelling: true };
  await claimEach([1, 2], async () => {
    const [probe] = drawSlopes(random, draw);
    if (probe === undefined) throw new RangeError("no probe");
    const { model, image, label, gradient } = probe;
    const asked = "fgsm with the squared error of the logits, of one image on a network";
    const problem = { model, loss: draw.loss, images: image, labels: [label], epsilon: 0.1 };
    const moved = await displacement(submission, problem, asked);
    claim(moved.some(isMove), `${asked}: no pixel moved`);
    const isClear = (_: number, pixel: number): boolean => gradient[pixel] !== 0;
    claimOneWay([moved.filter(isClear)], [gradient.filter(isClear)], asked);
  });
  return PASSED;
});

// sign(NaN) is 0 and sign(infinity) 1: without a check, a broken gradient looks like a robust model.
check("fgsm.finite", async ({ submission, random }) => {
  const problem = { images: images.drawImages(random, 2, [2, 3, 1], 0.3, 0.7), labels: [0, 1], epsilon: 0.1 };
  const model = drawLinear(random, [2, 3, 1], 2);
  await claimEach([() => claimMoves(), () => claimRefusesNaN(), () => claimRefusesInfinity()], (judge) => judge());
  return PASSED;

  async function claimMoves(): Promise<void> {
    const asked = "fgsm with a finite gradient";
    const moved = await displacement(submission, { ...problem, model }, asked);
    claim(moved.some(isMove), `${asked}: no pixel moved`);
  }

  async function claimRefusesNaN(): Promise<void> {
    const asked = "fgsm with a loss whose value is 0 and whose gradient is NaN";
    claimThrows(
      await submission.call("fgsm", argumentsOf({ ...problem, model, loss: "sqrtAtZero" })),
      asked,
      "RangeError",
    );
  }

  // 2 (z - onehot) w overflows for the last image only, where z is 1e38 / 2.
  async function claimRefusesInfinity(): Promise<void> {
    const asked = "fgsm with a gradient that is infinite at one pixel of the last image";
    const steep = linearOfTwo([...[1, 2, 3, 4, 5].map(() => random.normal()), 1e38], 0);
    const dark = images.imagesOf(2, [2, 3, 1], (image, pixel) => (pixel === 5 ? image / 2 : 0.5));
    const given = argumentsOf({ ...problem, images: dark, model: steep, loss: "squaredError" });
    claimThrows(await submission.call("fgsm", given), asked, "RangeError");
  }
});

check("fgsm.tiny-gradients", async ({ submission, random }) => {
  const shape: ImageShape = [4, 5, 1];
  const grey = images.drawImages(random, 1, shape, 0.2, 0.6);
  const row = grey.rows[0] as Float32Array;
  const weights = redraw("weights that tell", () => {
    const drawn = Array.from(row, () => randomSign(random) * random.uniform(0.05, 0.5));
    // Both models predict the label: other checks tell predicted labels from true ones.
    return dot(drawn, [...row]) <= 0.5 && showsRescaling(row, drawn) ? drawn : undefined;
  });
  // The logit of the label, class 0, is 0 everywhere: the gradient is p w, where p is the probability of class 1.
  const problem = { images: grey, labels: [0], epsilon: 0.1 };
  const unsure = await displacement(submission, { ...problem, model: linearOfTwo(weights, -1) }, SURE);
  const sure = await displacement(submission, { ...problem, model: linearOfTwo(weights, -21) }, SURE);
  const stayed = sure.filter((by) => Math.abs(by) <= ROUNDING).length;
  claim(stayed === 0, `${SURE}: ${stayed} of ${sure.length} pixels did not move`);
  claimOneWay([sure], [weights], SURE);
  const changed = sure.filter((by, pixel) => Math.abs(by - (unsure[pixel] as number)) > ROUNDING).length;
  claim(
    changed === 0,
    `${SURE}: ${changed} of ${sure.length} pixels moved otherwise than on a less sure model, whose gradient has the same signs`,
  );
  return PASSED;
});

const SURE = "fgsm on a linear model that gives the true class a probability of about 1 - 1e-9";

// Two equal images with different labels must move differently, and each image must move as it does alone.
check("fgsm.batch", async ({ submission, random }) => {
  const { model, batch, labels } = drawBatch(random);
  const epsilon = 0.1;
  const asked = "fgsm of five images, and of each alone";
  const together = images.displacements(
    batch,
    await attack(submission, { model, images: batch, labels, epsilon }, asked),
  );
  claim(
    norm2(minus(together[0] ?? [], together[1] ?? [])) > ROUNDING,
    `${asked}: two equal images with different labels moved alike`,
  );
  for (const [place, label] of labels.entries()) {
    const one = images.pick(batch, [place]);
    const alone = await displacement(submission, { model, images: one, labels: [label], epsilon }, asked);
    const gradient = clearGradient(model, one.rows[0] as Float32Array, batch.shape, label);
    claimOneWay([alone], [gradient], `${asked}: alone`);
    const differs = minus(together[place] ?? [], alone).filter(
      (by, pixel) => Math.abs(by) > epsilon / 100 && gradient[pixel] !== 0,
    ).length;
    claim(
      differs === 0,
      `${asked}: image ${place} differs in ${differs} of ${alone.length} pixels where the gradient is clearly not 0`,
    );
  }
  return PASSED;
});

/**
 * Five images of two classes, the first two equal but for their label. Whatever moves them alike moves one of them wrongly. The
 * gradients at other images show, and no slope exceeds 1, whether or not it is divided by the number of images.
 */
function drawBatch(random: Random) {
  const shape: ImageShape = [4, 4, 2];
  return redraw("batch on which wrong images show", () => {
    const model = drawMlp(random, shape, 2);
    const batch = images.pick(images.drawImages(random, 4, shape, 0.3, 0.7), [0, 0, 1, 2, 3]);
    const first = random.integer(0, 1);
    const labels = [first, 1 - first, 1 - first, first, 1 - first];
    const gradientAt = (image: Values, place: number): Vector =>
      clearGradient(model, image, shape, labels[place] as number);
    const gradients = batch.rows.map(gradientAt);
    const mean = (batch.rows[0] as Float32Array).map((_, pixel) =>
      average(batch.rows.map((row) => row[pixel] as number)),
    );
    const isTold = (wrong: (place: number) => Values): boolean =>
      gradients.some((gradient, place) => mixed(gradient, gradientAt(wrong(place), place)) > 0);
    const areTold = [
      (place: number) => batch.rows[4 - place] as Float32Array,
      () => batch.rows[0] as Float32Array,
      () => mean,
      (place: number) => (batch.rows[place] as Float32Array).map((pixel) => -pixel),
    ].every(isTold);
    return areTold && Math.max(...gradients.flat().map(Math.abs)) < 0.95 ? { model, batch, labels } : undefined;
  });
}

check("fgsm.digits", async ({ submission, random }) => {
  const { model, epsilon, digits, expected } = await drawTellingDigits(random);
  const asked = `fgsm with epsilon = ${show(epsilon)} of 100 MNIST digits on logistic regression`;
  const attacked = await attack(submission, { model, ...digits, epsilon }, asked);
  // Projected into the ball and the box first: other checks judge pixels that leave them.
  const found = images
    .rowsOf(attacked)
    .map((row, image) => intoTube(row, digits.images.rows[image] as Float32Array, epsilon));
  const right = (rows: readonly (readonly number[])[]): number =>
    rows.filter((row, image) => predictionOf(model, row, digits.images.shape) === digits.labels[image]).length;
  claim(
    right(found) <= right(expected) + OTHER_SIGNS,
    `${asked}: ${right(found)} of the 100 are still classified correctly, too many`,
  );
  return PASSED;
});

const drawTellingDigits = remembered(async (random: Random) => {
  const model = await readPytorchLogisticRegression();
  const epsilon = random.uniform(0.19, 0.21);
  // Misclassified digits tell true labels from predicted ones.
  const digits = await drawDigits(random, { telling: 12, turned: 48, wrong: 40 }, (row, label, shape, isWanted) => {
    if (predictionOf(model, row, shape) !== label) return "wrong";
    return isWanted("telling") || isWanted("turned") ? kindOfDigit({ model, row, label, shape }, epsilon) : undefined;
  });
  const expected = digits.images.rows.map((row, image) => {
    const gradient = imageGradient(model, row, digits.images.shape, digits.labels[image] as number);
    const stepped = gradient.map((slope, pixel) => (row[pixel] as number) + epsilon * Math.sign(slope));
    return intoTube(stepped, row, epsilon);
  });
  return { model, epsilon, digits, expected };
});

/** The digits that a step on the wrong way to the ball or the box turns, too, and those which a step that is too small does not. */
function kindOfDigit({ model, row, label, shape }: Digit, epsilon: number): "telling" | "turned" | undefined {
  const ways = imageGradient(model, row, shape, label).map(Math.sign);
  const isRightAfter = (step: (pixel: number, way: number) => number): boolean => {
    const stepped = ways.map((way, pixel) => step(row[pixel] as number, way));
    return predictionOf(model, intoTube(stepped, row, epsilon), shape) === label;
  };
  const isTurned = ![
    (pixel: number, way: number) => pixel + epsilon * Math.max(way, 0),
    (pixel: number, way: number) => Math.max(pixel + epsilon * way, 0.1),
    (pixel: number, way: number) => pixel + epsilon * way,
  ].some(isRightAfter);
  if (!isTurned) return undefined;
  const isKept = [
    (pixel: number, way: number) => pixel + (epsilon / 2) * way,
    (pixel: number, way: number) => pixel + 0.1 * way,
    (pixel: number, way: number) => Math.min(pixel + epsilon * way, 0.1),
  ].every(isRightAfter);
  return isKept ? "telling" : "turned";
}

interface Digit {
  readonly model: LinearModel;
  readonly row: Float32Array;
  readonly label: number;
  readonly shape: ImageShape;
}

/**
 * Where the gradient is rounding noise, its sign is random: a digit or two near a decision boundary may change class. Steps that
 * are too small leave 12 more, predicted labels at least as many; those that are clipped wrongly, which other checks judge, leave 3.
 */
const OTHER_SIGNS = 8;
