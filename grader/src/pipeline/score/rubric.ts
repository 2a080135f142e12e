import { COURSE } from "@robustness-lab/fixtures/exercises";
import { pointsFor } from "./course-points.ts";
import type { RubricEntry } from "./rubric-entry.ts";

/* Data, so longer than 250 lines: one row for each check. */

/**
 * Every check that exists, with its title and hint. The points are its weight among the checks of its exercise. A hint points
 * to the idea, and never gives the answer or an expected number away.
 */
export const ALL_CHECKS: readonly RubricEntry[] = [
  ...entries("1.1", "hingeLoss", [
    ["values", 1, "is the hinge loss, element by element", "The loss is a function of one margin: no mean, no label."],
    [
      "far",
      1,
      "holds far from the kink",
      "Far on the right side of the margin the loss is exactly zero, never negative.",
    ],
  ]),
  ...entries("1.1", "logisticLoss", [
    [
      "values",
      2,
      "is the logistic loss, element by element",
      "Natural logarithm; the loss is a function of one margin.",
    ],
    ["far", 2, "stays finite and right for large margins", "Which exponential overflows, and how can it be avoided?"],
  ]),
  ...entries("1.2", "innerMaximumL2", [
    [
      "values",
      3,
      "is the largest loss within the l2 ball",
      "Which margin is the smallest that a point of the ball can have?",
    ],
    [
      "any-loss",
      1,
      "works for any decreasing loss",
      "The loss is an argument: apply it last, once, to the worst margin.",
    ],
    ["one-point", 1, "works for a single point and high dimension", "One value for each point, whatever n and d are."],
    ["zero-epsilon", 1, "is the clean loss when epsilon is 0", "With epsilon = 0 the ball is the point itself."],
    ["zero-weights", 1, "is right when w = 0", "With w = 0 nothing the adversary does changes the margin."],
  ]),
  ...entries("1.3", "innerMaximiserL2", [
    [
      "attains",
      3,
      "attains the inner maximum",
      "For which delta does Cauchy-Schwarz hold with equality, and with which sign?",
    ],
    [
      "distance",
      2,
      "moves each point by exactly epsilon",
      "Measure the l2 length of your displacement: it must not depend on the size of w.",
    ],
    ["tiny-weights", 1, "does not depend on the scale of w", "Halve w: should your points go elsewhere?"],
    [
      "zero-weights",
      1,
      "gives a point of the ball when w = 0",
      "0 / 0 is NaN; with w = 0 any point of the ball will do.",
    ],
  ]),
  ...entries("1.4", "robustHinge", [
    ["values", 1, "is the mean robust hinge loss", "The mean over the points of what 1.2 gives for the hinge loss."],
    [
      "beyond-margin",
      1,
      "counts points beyond the margin that the adversary brings back",
      "Which points have no loss before the attack, but one after it?",
    ],
  ]),
  ...entries("1.4", "robustHingeBound", [
    [
      "values",
      1,
      "is the clean hinge loss plus the penalty",
      "Clean mean hinge loss, and outside of it a term in w and epsilon alone.",
    ],
    [
      "tight",
      1,
      "equals the robust hinge when no margin exceeds 1",
      "Look at margins below 1: both max(0, .) are then active.",
    ],
  ]),
  ...entries("1.4", "robustHingeSlack", [
    [
      "values",
      1,
      "is bound minus robust hinge",
      "Treat m <= 1 and m > 1 apart, then take the mean. The difference of two large numbers is inexact.",
    ],
    [
      "saturated",
      1,
      "saturates for points far beyond the margin",
      "How much of the penalty can one point waste at most?",
    ],
  ]),
  ...entries("1.4", "svmObjective", [
    [
      "values",
      1,
      "is the soft-margin SVM's primal objective",
      "Compare with the sheet term by term: what is squared, what is averaged, what stands outside of the loss?",
    ],
  ]),
  ...entries("1.5", "innerMaximumLinf", [
    ["values", 1, "is the largest loss within the l_inf ball", "Which norm is dual to l_inf?"],
    [
      "any-loss",
      1,
      "works for any decreasing loss",
      "The loss is an argument: apply it last, once, to the worst margin.",
    ],
  ]),
  ...entries("1.5", "innerMaximiserLinf", [
    ["attains", 1, "attains the inner maximum", "Each coordinate can move by epsilon on its own: in which direction?"],
    [
      "distance",
      1,
      "moves each point as far as the ball allows",
      "In l_inf all coordinates may move by epsilon at once.",
    ],
  ]),
  ...entries("1.6", "fgsmLinear", [
    [
      "moves",
      1,
      "steps by epsilon along the sign of the gradient",
      "Chain rule: l'(m), then the gradient of the margin, then the sign.",
    ],
    ["stays", 1, "does not move where the gradient is 0", "sign(0) = 0. Which factors of the gradient can be 0?"],
  ]),
  ...entries("1.6", "fgsmEqualsMaximiser", [
    [
      "hinge",
      1,
      "tells for the hinge where FGSM is the maximiser",
      "Compare fgsmLinear with the maximiser of 1.5 on both sides of m = 1.",
    ],
    ["other-losses", 1, "tells it for other losses too", "The derivative is an argument: do not assume the hinge's."],
  ]),
  ...entries("2.1", "accuracy", [
    [
      "values",
      1,
      "is the fraction of rows classified as their label",
      "A number from 0 to 1; the class is the place of the largest logit in a row.",
    ],
    [
      "any-logits",
      1,
      "compares logits, whatever their sign and size",
      "Logits are no probabilities: no threshold, no absolute value.",
    ],
    [
      "any-size",
      1,
      "works for one row and for n unlike k",
      "Mind the axis of argMax, and what the count is divided by.",
    ],
  ]),
  ...entries("2.1", "crossEntropy", [
    [
      "values",
      1,
      "is the mean of -log softmax at the label",
      "Natural logarithm, the label's class only, a mean over the batch.",
    ],
    [
      "large-gaps",
      1,
      "stays finite and right for large gaps between logits",
      "log(softmax(z)) is log(0) there; subtract each row's largest logit and take the logarithm analytically.",
    ],
    [
      "gradient",
      1,
      "passes the right gradient back to the logits",
      "Training and attacks follow it. Use tfjs operations from the logits to the loss, no plain numbers.",
    ],
  ]),
  ...entries("2.2", "logisticRegression", [
    [
      "values",
      1,
      "gives x W + b",
      "Flatten row by row; multiply from the right; add the bias once. The first axis stays the batch, even when it is 1.",
    ],
    [
      "gradient",
      1,
      "passes gradients on to the images and the parameters",
      "Attacks and training follow them. Use tfjs operations from the arguments to the logits, no plain numbers.",
    ],
  ]),
  ...entries("2.2", "lenet", [
    [
      "values",
      1,
      "gives the logits of the network in inference",
      "Go through the layers of the sheet one by one; no dropout without a seed. The first axis stays the batch.",
    ],
    [
      "training",
      1,
      "computes the same layers in training, and passes gradients on",
      "Dropout is all that differs: the same biases, the same relu. Use tfjs operations that have a gradient.",
    ],
    [
      "channels",
      1,
      "drops whole channels in training",
      "One draw for each image and channel; what stays is scaled up.",
    ],
    [
      "units",
      1,
      "drops single units before the last layer in training",
      "The second dropout has a mask of its own, with a seed of its own.",
    ],
  ]),
  ...entries("2.3", "train", [
    [
      "step",
      1,
      "makes one optimizer step for a batch",
      "optimizer.minimize of the given loss on the batch, over the network's parameters.",
    ],
    [
      "epochs",
      1,
      "goes through every batch of every epoch in training mode",
      "classifyTraining with the batch's own seed; batches(epoch) anew for each epoch, and the batches stay the caller's.",
    ],
    [
      "losses",
      1,
      "returns and reports the loss of each step",
      "One number for each step, in training mode, before the update: to the list, to onStep, and an error if it is not finite.",
    ],
  ]),
  ...entries("2.4", "fgsm", [
    [
      "direction",
      2,
      "steps along the sign of the gradient of the loss",
      "The gradient with respect to the images, not the parameters; uphill.",
    ],
    [
      "loss",
      1,
      "climbs the loss that it is given",
      "The loss is an argument, and takes the logits as the classifier returns them.",
    ],
    [
      "finite",
      1,
      "throws a RangeError if the gradient is not finite",
      "The sign of NaN is 0: a broken gradient looks like perfect robustness.",
    ],
    [
      "size",
      1,
      "moves every pixel that can move by epsilon, in a copy of the images",
      "Multiply the sign, not the gradient, by epsilon.",
    ],
    ["box", 1, "stays in [0, 1], clipped and not rescaled", "Clip the image, not the perturbation; at both ends."],
    ["tiny-gradients", 1, "works where the model is sure of itself", "A gradient of 1e-9 has a sign too."],
    ["batch", 1, "treats each image of a batch alone", "An image's perturbation must not depend on its neighbours."],
    [
      "digits",
      1,
      "fools a classifier of MNIST digits",
      "Ground-truth labels, pixels in [0, 1], epsilon in the same unit.",
    ],
  ]),
  ...entries("2.5", "robustAccuracy", [
    [
      "attacked",
      1,
      "is the accuracy on attacked images",
      "attack(classifier, batch), classify what it returns, compare with the true labels.",
    ],
    [
      "batch",
      1,
      "gives the attack each batch with its seed, and leaves the batch to the caller",
      "Pass the batch on as it is; dispose of nothing that you did not make: an attack may return its input.",
    ],
    [
      "ragged",
      1,
      "counts every image once when batches differ in size, and throws if there are none",
      "A mean of means is not the mean; without images there is no mean at all.",
    ],
    [
      "all-counted",
      1,
      "counts images that were wrong to begin with",
      "The denominator is all images, not those that were right before.",
    ],
  ]),
  ...entries("2.5", "accuracyCurve", [
    [
      "values",
      1,
      "evaluates the attack of each epsilon",
      "One evaluation for each epsilon, in their order, each from the clean images.",
    ],
  ]),
  ...entries("2.5", "adversarialExamples", [
    [
      "indices",
      1,
      "finds the digits that the attack turned",
      "Right before and wrong after; the first `count` of them, in order.",
    ],
    [
      "predictions",
      1,
      "tells the classes before and after",
      "The class before is the true label; the class after is that of the attacked image.",
    ],
    [
      "images",
      1,
      "gives the adversarial digits",
      "The attacked images, not the clean ones, and only those that were found.",
    ],
  ]),
  ...entries("2.6", "projectLinf", [
    [
      "ball",
      1,
      "brings each pixel to within epsilon of the image's, for every epsilon",
      "Clip pixel by pixel, between image - epsilon and image + epsilon. An epsilon of 0 is a radius like any other.",
    ],
    [
      "box",
      1,
      "brings each pixel into [0, 1], inside and outside of the ball",
      "The ball can stick out of the box, so a pixel brought into the ball may still be outside of the box.",
    ],
  ]),
  ...entries("2.6", "projectL2", [
    [
      "ball",
      1,
      "brings far candidates onto the ball of their own image, for every epsilon",
      "One norm for each image, over all its pixels. An epsilon of 0 is a radius like any other.",
    ],
    ["inside", 1, "leaves candidates inside of the ball alone", "Only shorten, never stretch."],
    [
      "box",
      1,
      "brings each pixel into [0, 1], inside and outside of the ball",
      "The ball can stick out of the box, so a candidate brought into the ball may still be outside of the box.",
    ],
    ["centre", 1, "is finite for a candidate that is the image itself", "0 / 0 is NaN."],
  ]),
  ...entries("2.7", "randomStartLinf", [
    [
      "uniform",
      1,
      "is uniform in the l_inf ball around each image, for every epsilon",
      "A draw of its own for each pixel of each image, from -epsilon to epsilon.",
    ],
    [
      "box",
      1,
      "is clipped to [0, 1] and follows its seed",
      "Clip at the end; the same seed gives the same start, every other seed another.",
    ],
  ]),
  ...entries("2.7", "randomStartL2", [
    [
      "radius",
      1,
      "has the lengths of a uniform draw from the l2 ball, for every epsilon",
      "Most of a ball's volume is near its surface, the more so the more pixels an image has.",
    ],
    [
      "direction",
      1,
      "has uniform directions, is clipped to [0, 1], and follows its seed",
      "A normalised Gaussian has no preferred direction; a cube has. Clip at the end; every seed gives another start.",
    ],
  ]),
  ...entries("2.8", "stepLinf", [
    ["values", 1, "is the steepest step of l_inf length alpha", "Every pixel with a slope moves by alpha."],
  ]),
  ...entries("2.8", "stepL2", [
    [
      "values",
      1,
      "is the steepest step of l2 length alpha, for each image",
      "One norm for each image, over all its pixels.",
    ],
    [
      "small",
      1,
      "is right for tiny and huge gradients and finite for zero ones",
      "0 / 0 is NaN, and float32 takes the square of 1e-25 for 0. Is there a way without any small constant?",
    ],
  ]),
  ...entries("2.8", "pgd", [
    [
      "start",
      1,
      "begins at start(images, seed), which may be the images themselves",
      "The seed is handed to start. What start returns is not always yours to dispose of.",
    ],
    ["steps", 1, "makes the number of steps asked for", "Count them on a linear model, where every step is the same."],
    [
      "gradient",
      1,
      "takes the gradient at the current iterate, and refuses one that is not finite",
      "The gradient at the clean image is good for the first step only. assertFinite throws a RangeError.",
    ],
    [
      "projection",
      1,
      "projects after every step, around the clean images",
      "project(candidate, images): the second argument never changes, and either may be what it returns.",
    ],
    [
      "labels",
      1,
      "climbs the given loss of the true labels",
      "Each image with its own label, the loss as it is given; uphill.",
    ],
  ]),
  ...entries("2.9", "adversarialTrain", [
    [
      "step",
      2,
      "makes its step on adversarial images",
      "attack(network.classify, batch), then an optimizer step on the result with the true labels.",
    ],
    [
      "current",
      4,
      "attacks the network as it is now, at each step",
      "Adversarial images of an old network are stale: make them anew for each step.",
    ],
    [
      "modes",
      3,
      "attacks in inference mode and trains in training mode",
      "The attack sees network.classify; the step uses classifyTraining with the batch's seed.",
    ],
    [
      "batch",
      1,
      "gives the attack each batch with its own seed",
      "Pass the batch on as it is: a random start draws from batch.seed.",
    ],
    [
      "epochs",
      2,
      "goes through every batch of every epoch",
      "batches(epoch) anew for each epoch, the last batch too; dispose of nothing that you did not make.",
    ],
    [
      "losses",
      1,
      "returns and reports the adversarial loss of each step",
      "One number for each step, on the attacked images, in training mode, before the update: to the list and to onStep.",
    ],
    [
      "digits",
      2,
      "trains a convolutional network on attacked digits",
      "The same loop must work for any network, loss and attack it is given.",
    ],
  ]),
];

/** The rubric: the checks of the exercises that the course sets, with the points that it gives them. */
export const RUBRIC: readonly RubricEntry[] = pointsFor(COURSE, ALL_CHECKS);

type Row = readonly [claim: string, points: number, title: string, hint: string];

/** The rows of one function: ids are "<function>.<claim>", titles start with the function's name. */
function entries(exercise: string, functionName: string, rows: readonly Row[]): readonly RubricEntry[] {
  return rows.map(([claim, points, title, hint]) => ({
    id: `${functionName}.${claim}`,
    exercise,
    functionName,
    title: `${functionName} ${title}`,
    points,
    hint,
  }));
}
