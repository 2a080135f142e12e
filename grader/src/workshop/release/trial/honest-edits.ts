/*
 * Code, notes, tests and answers as students write them, mistakes included; none may be reported as a leak. Over 250 lines
 * because it is one table.
 */

/** An edit of a student in a release. */
export interface HonestEdit {
  readonly path: string;
  /** The function whose TODO it replaces. Absent: the text is appended to the file, which may be new. */
  readonly instead?: string;
  readonly text: string;
}

/** Twenty edits. */
export const HONEST_EDITS: readonly HonestEdit[] = [
  {
    path: "src/linear/losses.ts",
    instead: "hingeLoss",
    text: `// max(0, 1-z), tf.maximum should broadcast the 0
  const oneMinus = margins.neg().add(1) as Tensor1D;
  return tf.maximum(oneMinus, 0);`,
  },
  {
    path: "src/linear/losses.ts",
    instead: "logisticLoss",
    text: `// first try: return tf.log(tf.add(1, tf.exp(tf.neg(margins))));  -> Infinity for -1000 :(
  // log(1+e^-z) = -z + log(1+e^z), so take whichever does not blow up
  return tf.tidy(() => {
    const a = tf.abs(margins);
    const tail = tf.log1p(tf.exp(tf.neg(a)));
    return tf.maximum(margins.mul(-1), 0).add(tail) as Tensor1D;
  });`,
  },
  {
    path: "src/linear/l2.ts",
    instead: "innerMaximumL2",
    text: `return tf.tidy(() => {
    // margin of every point, minus what the adversary can take away
    const m = x.matMul(w.reshape([-1, 1])).squeeze([1]).mul(y);
    const wNorm = w.square().sum().sqrt();
    return loss(m.sub(wNorm.mul(epsilon)) as Tensor1D);
  });`,
  },
  {
    path: "src/linear/l2.ts",
    instead: "innerMaximiserL2",
    text: `const wLength = Math.hypot(...w.dataSync());
  if (wLength === 0) return x.clone(); // nothing to gain
  return tf.tidy(() => {
    const unit = tf.div(w, wLength);
    const moves = tf.matMul(tf.expandDims(y, 1), tf.expandDims(unit, 0));
    return x.sub(moves.mul(epsilon)) as Tensor2D;
  });`,
  },
  {
    path: "src/linear/svm.ts",
    instead: "svmObjective",
    text: `return tf.tidy(() => {
    const hinge = y.mul(tf.dot(x, w)).neg().add(1).relu().mean();
    const penalty = tf.dot(w, w).mul(lambda); // ||w||^2 is just w.w
    return hinge.add(penalty) as Scalar;
  });`,
  },
  {
    path: "src/linear/svm.ts",
    instead: "robustHingeSlack",
    text: `const b = epsilon * Math.hypot(...w.dataSync());
  const ms = tf.mul(tf.dot(x, w), y).dataSync();
  let waste = 0;
  for (const m of ms) {
    if (m > 1) waste += Math.min(m - 1, b); // below 1 both hinges are active and nothing is lost
  }
  return tf.scalar(waste / ms.length);`,
  },
  {
    path: "src/linear/linf.ts",
    instead: "innerMaximiserLinf",
    text: `// go against the label along sign(w), every coordinate for itself
  const signs = tf.sign(w).expandDims(0);
  const towards = y.expandDims(1).matMul(signs);
  return x.sub(towards.mul(epsilon)) as Tensor2D;`,
  },
  {
    path: "src/linear/fgsm.ts",
    instead: "fgsmEqualsMaximiser",
    text: `const slope = lossDerivative(x.dot(w).mul(y) as Tensor1D);
  // if the slope is zero then sign gives zero and the point just stays where it was
  return tf.abs(slope).greater(0) as Tensor1D;`,
  },
  {
    path: "src/mnist/metrics.ts",
    instead: "accuracy",
    text: `const guesses = tf.argMax(logits, 1).dataSync();
  const truth = labels.dataSync();
  let hits = 0;
  guesses.forEach((guess, i) => {
    if (guess === truth[i]) hits++;
  });
  return hits / guesses.length;`,
  },
  {
    path: "src/mnist/metrics.ts",
    instead: "crossEntropy",
    text: `return tf.tidy(() => {
    // shift by the row maximum so exp never sees anything positive
    const shifted = logits.sub(logits.max(1, true));
    const logSum = shifted.exp().sum(1).log();
    const picked = shifted.mul(tf.oneHot(labels.toInt(), logits.shape[1])).sum(1);
    return logSum.sub(picked).mean() as Scalar;
  });`,
  },
  {
    path: "src/mnist/models.ts",
    instead: "lenet",
    text: `const p = parameters;
  const mask = (t: tf.Tensor, shape: number[], tag: string) =>
    dropoutSeed === undefined ? t : tf.dropout(t, DROPOUT_RATE, shape, deriveSeed(dropoutSeed, tag));
  return tf.tidy(() => {
    const batch = images.shape[0];
    let h: tf.Tensor = tf.conv2d(images, p.conv1Kernel, [1, 1], 0).add(p.conv1Bias);
    h = tf.maxPool(h as Tensor4D, [2, 2], [2, 2], 0).relu();
    h = tf.conv2d(h as Tensor4D, p.conv2Kernel, [1, 1], 0).add(p.conv2Bias);
    h = mask(h, [batch, 1, 1, 20], "a");
    h = tf.maxPool(h as Tensor4D, [2, 2], [2, 2], 0).relu().reshape([batch, -1]);
    h = mask(h.matMul(p.fc1Weights).add(p.fc1Bias).relu(), [batch, 50], "b");
    return h.matMul(p.fc2Weights).add(p.fc2Bias) as Tensor2D;
  });`,
  },
  {
    path: "src/mnist/train.ts",
    instead: "train",
    text: `const history: number[] = [];
  for (let e = 0; e < epochs; e++) {
    for (const b of batches(e)) {
      const J = optimizer.minimize(
        () => loss(network.classifyTraining(b.images, b.seed), b.labels),
        true,
        [...network.parameters],
      );
      const [now = NaN] = J!.dataSync();
      J!.dispose();
      history.push(now);
      reportStep(now, history.length, onStep);
    }
  }
  return history;`,
  },
  {
    path: "src/mnist/fgsm.ts",
    instead: "fgsm",
    text: `const lossOfPixels = (pixels: tf.Tensor) => loss(classifier(pixels as Tensor4D), labels);
  return tf.tidy(() => {
    const g = tf.grad(lossOfPixels)(images);
    assertFinite("gradient of J", g);
    return images.add(g.sign().mul(epsilon)).clipByValue(0, 1) as Tensor4D;
  });`,
  },
  {
    path: "src/mnist/evaluate.ts",
    instead: "robustAccuracy",
    text: `let seen = 0;
  let right = 0;
  for (const b of batches) {
    const n = b.images.shape[0];
    const acc = tf.tidy(() => accuracy(classifier(attack(classifier, b)), b.labels));
    right += acc * n; // weighted, the last batch is smaller!
    seen += n;
  }
  if (seen === 0) throw new RangeError("no images at all");
  return right / seen;`,
  },
  {
    path: "src/mnist/pgd.ts",
    instead: "pgd",
    text: `const dJ = tf.grad((z) => loss(classifier(z as Tensor4D), labels));
  let current = start(images, seed);
  for (let k = 0; k < steps; k++) {
    const moved = tf.tidy(() => {
      const g = dJ(current) as Tensor4D;
      return project(current.add(step(g)) as Tensor4D, images);
    });
    if (current !== images) current.dispose();
    current = moved;
  }
  return current;`,
  },
  {
    path: "tests/mnist/own.test.ts",
    text: `import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { fgsm, projectL2, stepL2 } from "../../src/index.ts";
import { classes, minusTrueLogit, rowImages, values } from "../helpers.ts";

describe("my own tests", () => {
  it("stays inside the ball", () => {
    const images = rowImages([[0.5, 0.5]]);
    const far = rowImages([[0.9, 0.9]]);
    const [a = 0, b = 0] = values(projectL2(far, images, 0.1));
    expect(Math.hypot(a - 0.5, b - 0.5)).toBeLessThanOrEqual(0.1 + 1e-6);
  });
  it("does not explode for zero gradients", () => {
    expect(values(stepL2(tf.zeros([1, 1, 2, 1]), 0.3))).toEqual([0, 0]);
  });
});
`,
  },
  {
    path: "answers.md",
    text: `We know from Cauchy-Schwarz that |w·d| is at most the product of the two lengths. The point can only move by epsilon, so in
the worst case the margin shrinks by epsilon times the length of w. Because the loss gets bigger when the margin gets smaller
this is the maximum. You reach it when d points exactly opposite to y w. If w = 0 then the margin is always 0 and you cannot
do anything. A network is not linear, so the direction that is best right here need not be best a bit further away.
`,
  },
  {
    path: "answers.md",
    text: `PGD is FGSM many times with small steps, and after each step we go back into the ball. It finds a worse point than one big
step because the gradient changes on the way. The random start matters when the gradient at the image itself is useless
(gradient masking: the net looks robust but only because its gradients are zero or noise). You notice it if black-box attacks
work better than white-box ones, or if more steps do not help, or accuracy does not drop to 0 even for epsilon = 1.
`,
  },
  {
    path: "NOTES.md",
    text: `# Log

- Mon: 1.1 to 1.3 done. Lost an hour because I took the mean in hingeLoss, it wants one value per point.
- Tue: 1.4, the bound is just the triangle inequality for max. Slack: draw it! For m <= 1 nothing is wasted.
- Wed: crossEntropy was NaN for big logits, subtract the max of each row first. lenet: pool before relu, 320 features.
- Thu: PGD forgot to project around the clean images, I projected around the last iterate and it walked away.
- TODO ask the TA: is tf.grad inside tidy ok? why does adversarialTrain take so long on my laptop (8 s per epoch)?
`,
  },
  {
    path: "experiment.ts",
    text: `import { batchesOf, networkFrom, initialParameters, LENET_SHAPES } from "@robustness-lab/fixtures";
import { loadEngine } from "@robustness-lab/fixtures/engine";
import { readMnist } from "@robustness-lab/fixtures/mnist";
import * as tf from "@tensorflow/tfjs-core";
import { accuracy, adversarialTrain, crossEntropy, fgsm, lenet, robustAccuracy } from "./src/index.ts";

await loadEngine("wasm");
const [big, small] = await Promise.all([readMnist("train"), readMnist("test")]);
const net = networkFrom(initialParameters(LENET_SHAPES, 7), lenet);
const at = (epsilon: number) => (model: any, b: any) =>
  fgsm({ classifier: model, loss: crossEntropy, images: b.images, labels: b.labels, epsilon });
adversarialTrain({
  network: net, loss: crossEntropy, optimizer: tf.train.adam(1e-3), epochs: 2, attack: at(0.25),
  batches: (epoch) => batchesOf(big, { batchSize: 500, seed: 3, epoch }),
  onStep: (l) => console.log(l.toFixed(3)),
});
for (const e of [0, 0.1, 0.2, 0.3]) {
  const batches = batchesOf(small, { batchSize: 500, seed: 3 });
  console.log(e, robustAccuracy({ classifier: net.classify, attack: at(e), batches, accuracy }));
}
`,
  },
];
