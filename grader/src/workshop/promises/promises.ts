import type { PromiseTable } from "./compare.ts";

/* Data, so longer than 250 lines: one row for each promise. */

const GIVEN = "Given: the lines above the exercise region throw it.";
const GIVEN_SEED = "Given: the lines above the exercise region throw for pixels, and deriveSeed for a seed.";
const LENT = "Describes what a call lends; the checks of the functions that take it use it.";
const EXPLAINS = "Explains, and asks for nothing.";

/**
 * The checks that ask for each promise of the comments, or the reason why none does. promises.test.ts compares this table with
 * the comments and the rubric, and prints the rows that are missing.
 */
export const PROMISES: PromiseTable = {
  "types.ts": {
    "A function disposes of nothing that it did not make.": [
      "fgsm.size",
      "pgd.start",
      "train.epochs",
      "adversarialTrain.epochs",
      "robustAccuracy.batch",
      "adversarialExamples.images",
    ],
    "The tensors that it is given are its caller's, alive and unchanged after the call": [
      "fgsm.size",
      "pgd.start",
      "train.epochs",
      "adversarialTrain.epochs",
      "robustAccuracy.batch",
      "adversarialExamples.images",
      "projectLinf.ball",
      "projectL2.ball",
    ],
    "what it returns is the caller's too.": "Given: what comes back is read and disposed of by the process that lends.",
    "What a lent function returns may be one of its arguments, so it is not disposed of either.": [
      "pgd.start",
      "pgd.projection",
      "adversarialTrain.epochs",
      "robustAccuracy.batch",
      "adversarialExamples.images",
    ],
    "Work inside of tf.tidy is always fine: that disposes of new tensors only.": EXPLAINS,
  },
  MarginLoss: {
    "A margin loss l: maps z [n] to l(z) [n], elementwise and monotonically decreasing.": LENT,
  },
  LinearProblem: {
    "A linear model w·x on labelled points: w [d], x [n, d], y [n] with values in {-1, +1}.": LENT,
  },
  "LinearProblem.w": {
    "w: Tensor1D": LENT,
  },
  "LinearProblem.x": {
    "x: Tensor2D": LENT,
  },
  "LinearProblem.y": {
    "y: Tensor1D": LENT,
  },
  LinearAttackProblem: {
    "A linear problem, and the radius epsilon >= 0 of the ball in which each point may move.": LENT,
  },
  "LinearAttackProblem.epsilon": {
    "epsilon: number": LENT,
  },
  Classifier: {
    "A model as attacks see it: maps images [n, 28, 28, 1] in [0, 1] to logits [n, 10].": LENT,
  },
  Loss: {
    "A loss J: maps logits [n, k] and integer labels [n] to a scalar, averaged over the batch.": LENT,
  },
  Batch: {
    "Images [n, h, w, c] in [0, 1], their labels [n] (int32), and a seed for everything drawn for this batch.": LENT,
    "The tensors are the caller's: use them, and do not dispose of them.": [
      "train.epochs",
      "adversarialTrain.epochs",
      "robustAccuracy.batch",
      "adversarialExamples.images",
    ],
  },
  "Batch.images": {
    "images: Tensor4D": LENT,
  },
  "Batch.labels": {
    "labels: Tensor1D": LENT,
  },
  "Batch.seed": {
    "1 .. 2^31 - 1": LENT,
    "differs between batches and between epochs.": [
      "train.epochs",
      "adversarialTrain.modes",
      "adversarialTrain.batch",
      "robustAccuracy.batch",
    ],
  },
  Attack: {
    "An attack: maps a classifier and a batch to adversarial images, which have the shape of the batch's images.": [
      "robustAccuracy.attacked",
      "robustAccuracy.batch",
      "adversarialExamples.images",
      "adversarialTrain.step",
      "adversarialTrain.batch",
    ],
    "They may be the batch's images themselves, as in `(_, batch) => batch.images`, so do not dispose of them: tf.tidy disposes of new tensors only.":
      ["adversarialTrain.epochs", "robustAccuracy.batch", "adversarialExamples.images"],
  },
  Norm: {
    "A norm that bounds an adversary.": LENT,
  },
  Start: {
    "The start of a PGD attack: maps images and a seed to images of the same shape.": LENT,
    "They may be the given ones, as in `(x) => x`, so do not dispose of them.": ["pgd.start"],
  },
  Step: {
    "One ascent step: maps the gradient of the loss at the iterate to the displacement of the iterate.": [
      "stepLinf.values",
      "stepL2.values",
      "pgd.steps",
    ],
  },
  Projection: {
    "Projects a candidate onto the allowed set around the clean images": [
      "projectLinf.ball",
      "projectL2.ball",
      "pgd.projection",
    ],
    "an allowed candidate may come back as it is.": ["pgd.projection"],
  },
  Network: {
    "A trainable network: its parameters, and its logits in the two modes.": LENT,
  },
  "Network.parameters": {
    "An optimizer updates them in place.": LENT,
  },
  "Network.classify": {
    "Logits in inference mode (no dropout), for attacks and evaluations.": ["adversarialTrain.modes"],
  },
  "Network.classifyTraining": {
    "Logits in training mode": ["train.epochs", "adversarialTrain.modes"],
    "the seed determines the dropout mask.": ["train.epochs", "adversarialTrain.modes"],
  },
  Training: {
    "Input of `train`.": LENT,
  },
  "Training.network": {
    "network: Network": ["train.step", "adversarialTrain.step"],
  },
  "Training.loss": {
    "loss: Loss": ["train.losses", "adversarialTrain.losses"],
  },
  "Training.optimizer": {
    "optimizer: Optimizer": ["train.step", "adversarialTrain.step"],
  },
  "Training.epochs": {
    "The number of passes over the data, an integer >= 1.": ["train.epochs", "adversarialTrain.epochs"],
  },
  "Training.batches": {
    "The batches of epoch 0, 1, ..., in order": ["train.epochs", "adversarialTrain.epochs"],
    "an epoch may have none.": ["train.epochs", "adversarialTrain.epochs"],
    "A batch is valid until the next one is requested: its owner then disposes of it.": [
      "train.epochs",
      "adversarialTrain.epochs",
    ],
  },
  "Training.onStep": {
    "Called with the loss of each step, to show progress.": ["train.losses", "adversarialTrain.losses"],
  },
  hingeLoss: {
    "Hinge loss of margins, elementwise: l(z) = max(0, 1 - z).": ["hingeLoss.values", "hingeLoss.far"],
    "@param margins z [n], any finite values": ["hingeLoss.values", "hingeLoss.far"],
    "@returns [n], values >= 0": ["hingeLoss.values", "hingeLoss.far"],
    "@throws TypeError unless the margins have rank 1": GIVEN,
  },
  logisticLoss: {
    "Logistic loss of margins, elementwise: l(z) = log(1 + exp(-z)), finite and accurate for |z| up to 1e4 at least.": [
      "logisticLoss.values",
      "logisticLoss.far",
    ],
    "@param margins z [n], any finite values": ["logisticLoss.far"],
    "@returns [n], values >= 0": ["logisticLoss.values", "logisticLoss.far"],
    "@throws TypeError unless the margins have rank 1": GIVEN,
  },
  innerMaximumL2: {
    "The inner maximum of l2 adversarial training, in closed form, for each point: max over ||x̂_i - x_i||_2 <= epsilon of l(y_i w·x̂_i).":
      [
        "innerMaximumL2.values",
        "innerMaximumL2.any-loss",
        "innerMaximumL2.zero-epsilon",
        "innerMaximumL2.zero-weights",
      ],
    "@param problem w [d], x [n, d], y [n] in {-1, +1}, epsilon >= 0, and the loss l, elementwise and monotonically decreasing":
      [
        "innerMaximumL2.values",
        "innerMaximumL2.any-loss",
        "innerMaximumL2.zero-epsilon",
        "innerMaximumL2.zero-weights",
        "innerMaximumL2.one-point",
      ],
    "@returns [n], the worst-case loss of each point (not their mean)": [
      "innerMaximumL2.values",
      "innerMaximumL2.one-point",
    ],
    "@throws TypeError for a wrong shape": GIVEN,
    "@throws RangeError for a wrong label or epsilon": GIVEN,
  },
  innerMaximiserL2: {
    "A maximiser of the same problem, for each point: an x̂_i with ||x̂_i - x_i||_2 <= epsilon that attains the inner maximum.":
      ["innerMaximiserL2.attains", "innerMaximiserL2.distance", "innerMaximiserL2.tiny-weights"],
    "If w = 0, every point of the ball attains it, x_i included.": ["innerMaximiserL2.zero-weights"],
    "@param problem w [d], x [n, d], y [n] in {-1, +1}, epsilon >= 0": [
      "innerMaximiserL2.attains",
      "innerMaximiserL2.distance",
    ],
    "@returns [n, d]": ["innerMaximiserL2.attains", "innerMaximiserL2.distance"],
    "@throws TypeError for a wrong shape": GIVEN,
    "@throws RangeError for a wrong label or epsilon": GIVEN,
  },
  robustHinge: {
    "The l2-robust hinge objective: the mean over the points of the largest hinge loss within epsilon of each.": [
      "robustHinge.values",
      "robustHinge.beyond-margin",
    ],
    "@param problem w [d], x [n, d], y [n] in {-1, +1}, epsilon >= 0": [
      "robustHinge.values",
      "robustHinge.beyond-margin",
    ],
    "@returns a scalar >= 0": ["robustHinge.values", "robustHinge.beyond-margin"],
    "@throws TypeError for a wrong shape": GIVEN,
    "@throws RangeError for a wrong label or epsilon": GIVEN,
  },
  robustHingeBound: {
    "The upper bound that connects the robust hinge with the soft-margin SVM: the clean hinge loss plus a penalty outside of the max(0, .) that depends on w and epsilon only.":
      ["robustHingeBound.values"],
    "It equals the robust hinge if no margin exceeds 1.": ["robustHingeBound.tight"],
    "@param problem w [d], x [n, d], y [n] in {-1, +1}, epsilon >= 0": ["robustHingeBound.values"],
    "@returns a scalar >= 0": ["robustHingeBound.values"],
    "@throws TypeError for a wrong shape": GIVEN,
    "@throws RangeError for a wrong label or epsilon": GIVEN,
  },
  robustHingeSlack: {
    "The exact slack of this bound: the bound minus the robust hinge, computed from the margins without subtracting the two.":
      ["robustHingeSlack.values", "robustHingeSlack.saturated"],
    "@param problem w [d], x [n, d], y [n] in {-1, +1}, epsilon >= 0": [
      "robustHingeSlack.values",
      "robustHingeSlack.saturated",
    ],
    "@returns a scalar >= 0": ["robustHingeSlack.values", "robustHingeSlack.saturated"],
    "@throws TypeError for a wrong shape": GIVEN,
    "@throws RangeError for a wrong label or epsilon": GIVEN,
  },
  svmObjective: {
    "The primal objective of the soft-margin SVM: mean hinge loss plus lambda ||w||_2^2.": ["svmObjective.values"],
    "@param problem w [d], x [n, d], y [n] in {-1, +1}, lambda >= 0": ["svmObjective.values"],
    "@returns a scalar >= 0": ["svmObjective.values"],
    "@throws TypeError for a wrong shape": GIVEN,
    "@throws RangeError for a wrong label or lambda": GIVEN,
  },
  innerMaximumLinf: {
    "The inner maximum of l_inf adversarial training, in closed form, for each point: max over ||x̂_i - x_i||_inf <= epsilon of l(y_i w·x̂_i).":
      ["innerMaximumLinf.values", "innerMaximumLinf.any-loss"],
    "@param problem w [d], x [n, d], y [n] in {-1, +1}, epsilon >= 0, and the loss l, elementwise and monotonically decreasing":
      ["innerMaximumLinf.values", "innerMaximumLinf.any-loss"],
    "@returns [n], the worst-case loss of each point (not their mean)": ["innerMaximumLinf.values"],
    "@throws TypeError for a wrong shape": GIVEN,
    "@throws RangeError for a wrong label or epsilon": GIVEN,
  },
  innerMaximiserLinf: {
    "A maximiser of the same problem, for each point: an x̂_i with ||x̂_i - x_i||_inf <= epsilon that attains the inner maximum.":
      ["innerMaximiserLinf.attains", "innerMaximiserLinf.distance"],
    "If w_j = 0, any value within epsilon of x_ij attains it.": ["innerMaximiserLinf.distance"],
    "@param problem w [d], x [n, d], y [n] in {-1, +1}, epsilon >= 0": [
      "innerMaximiserLinf.attains",
      "innerMaximiserLinf.distance",
    ],
    "@returns [n, d]": ["innerMaximiserLinf.attains", "innerMaximiserLinf.distance"],
    "@throws TypeError for a wrong shape": GIVEN,
    "@throws RangeError for a wrong label or epsilon": GIVEN,
  },
  fgsmLinear: {
    "FGSM on a linear model: x̂_i = x_i + epsilon sign(grad_x l(y_i w·x_i)), with sign(0) = 0.": [
      "fgsmLinear.moves",
      "fgsmLinear.stays",
    ],
    "@param problem w [d], x [n, d], y [n] in {-1, +1}, epsilon >= 0, and the derivative l' of the loss, elementwise, <= 0":
      ["fgsmLinear.moves", "fgsmLinear.stays"],
    "@returns [n, d]": ["fgsmLinear.moves", "fgsmLinear.stays"],
    "@throws TypeError for a wrong shape": GIVEN,
    "@throws RangeError for a wrong label or epsilon": GIVEN,
  },
  fgsmEqualsMaximiser: {
    "Finds the points for which FGSM gives the l_inf maximiser of exercise 1.5, if w != 0 and epsilon > 0.": [
      "fgsmEqualsMaximiser.hinge",
      "fgsmEqualsMaximiser.other-losses",
    ],
    "@param problem w [d], x [n, d], y [n] in {-1, +1}, and the derivative l' of the loss, elementwise, <= 0": [
      "fgsmEqualsMaximiser.hinge",
      "fgsmEqualsMaximiser.other-losses",
    ],
    "@returns bool [n], true where FGSM gives the maximiser": [
      "fgsmEqualsMaximiser.hinge",
      "fgsmEqualsMaximiser.other-losses",
    ],
    "@throws TypeError for a wrong shape": GIVEN,
    "@throws RangeError for a wrong label": GIVEN,
  },
  accuracy: {
    "Accuracy: the fraction of rows whose largest logit is that of the label.": [
      "accuracy.values",
      "accuracy.any-logits",
    ],
    "If several logits of a row are the largest, any of their classes may count.":
      "Given up on purpose: no probe has ties, either answer is right.",
    "The arguments stay the caller's: they are not disposed of.": ["accuracy.values"],
    "@param logits [n, k], n >= 1": ["accuracy.any-size", "accuracy.any-logits"],
    "@param labels [n], integers in 0 .. k - 1": ["accuracy.any-size", "accuracy.any-logits"],
    "@returns a number in [0, 1]": ["accuracy.values"],
    "@throws TypeError for a wrong shape": GIVEN,
    "@throws RangeError for a label out of range or an empty batch": GIVEN,
  },
  crossEntropy: {
    "Cross-entropy of the softmax, averaged over the batch: J = (1/n) sum_i log(sum_k exp(z_ik)) - z_i,label(i).": [
      "crossEntropy.values",
    ],
    "Finite even if logits differ by 1e4 or more, and differentiable in the logits, with a finite gradient.": [
      "crossEntropy.large-gaps",
      "crossEntropy.gradient",
    ],
    "The arguments stay the caller's: they are not disposed of.": ["crossEntropy.values"],
    "@param logits z [n, k], n >= 1": ["crossEntropy.values"],
    "@param labels [n], integers in 0 .. k - 1": ["crossEntropy.values"],
    "@returns a scalar >= 0, in nats": ["crossEntropy.values"],
    "@throws TypeError for a wrong shape": GIVEN,
    "@throws RangeError for a label out of range or an empty batch": GIVEN,
  },
  logisticRegression: {
    "Logistic regression on flattened images: logits = x W + b.": [
      "logisticRegression.values",
      "logisticRegression.gradient",
    ],
    "Differentiable in the images, for attacks, and in the parameters, for training.": ["logisticRegression.gradient"],
    "The arguments stay the caller's: they are not disposed of.": ["logisticRegression.values"],
    "@param parameters weights W [784, 10], bias b [10]": ["logisticRegression.values", "logisticRegression.gradient"],
    "@param images x [n, 28, 28, 1] in [0, 1], flattened row by row": [
      "logisticRegression.values",
      "logisticRegression.gradient",
    ],
    "@returns logits [n, 10]": ["logisticRegression.values"],
    "@throws TypeError for a wrong shape": GIVEN,
    "@throws RangeError for pixels outside [0, 1]": GIVEN,
  },
  lenet: {
    "The exercise's LeNet: conv 5x5x10, maxpool 2, relu, conv 5x5x20, channel dropout, maxpool 2, relu, flatten, fc 50, relu, dropout, fc 10.":
      ["lenet.values", "lenet.training"],
    'Convolutions are "valid" with stride 1.': ["lenet.values", "lenet.training"],
    "Dropout is inverted: kept values are multiplied by 1 / (1 - rate).": ["lenet.channels", "lenet.units"],
    "Channel dropout drops whole channels of an image, not single pixels.": ["lenet.channels", "lenet.units"],
    "Differentiable in the images and in the parameters, in training and in inference.": ["lenet.training"],
    "The arguments stay the caller's: they are not disposed of.": ["lenet.values"],
    "@param parameters kernels [5, 5, 1, 10] and [5, 5, 10, 20], weights [320, 50] and [50, 10], and the biases": [
      "lenet.values",
      "lenet.training",
    ],
    "@param images [n, 28, 28, 1] in [0, 1]": ["lenet.values", "lenet.training"],
    "@param dropoutSeed given in training, where it determines both dropout masks": [
      "lenet.channels",
      "lenet.units",
      "lenet.training",
    ],
    "@param dropoutSeed absent in inference, where nothing is dropped": ["lenet.values"],
    "@returns logits [n, 10]": ["lenet.values"],
    "@throws TypeError for a wrong shape": GIVEN,
    "@throws RangeError for pixels outside [0, 1] or a dropout seed that is not an integer >= 1": GIVEN_SEED,
  },
  train: {
    "Trains a network: for each batch of each epoch, takes one optimizer step on the loss of the network's logits in training mode.":
      ["train.step", "train.epochs"],
    "The published recipe is Adam with learning rate 1e-3, batches of 1000 and 10 epochs.": EXPLAINS,
    "@param training network, loss J, optimizer, epochs >= 1, and the batches of each epoch": [
      "train.step",
      "train.epochs",
    ],
    "@param training batch.seed sets the dropout mask": ["train.epochs"],
    "@returns the loss of each step, before that step's update": ["train.losses"],
    "@returns also passed to onStep after each step": ["train.losses"],
    "@throws RangeError if epochs is not an integer >= 1": GIVEN,
    "@throws Error if the loss is not finite": ["train.losses"],
  },
  FgsmProblem: {
    "Input of `fgsm`.": EXPLAINS,
  },
  "FgsmProblem.classifier": {
    "classifier: Classifier": ["fgsm.direction", "fgsm.tiny-gradients", "fgsm.loss"],
  },
  "FgsmProblem.loss": {
    "J, averaged over the batch: only the sign of its gradient matters.": ["fgsm.direction", "fgsm.loss"],
  },
  "FgsmProblem.images": {
    "[n, h, w, c] in [0, 1]": ["fgsm.box", "fgsm.batch"],
  },
  "FgsmProblem.labels": {
    "[n], the true classes": ["fgsm.direction", "fgsm.batch"],
  },
  "FgsmProblem.epsilon": {
    "The l_inf radius, >= 0, in units of the pixel range [0, 1].": ["fgsm.size", "fgsm.digits"],
  },
  fgsm: {
    "The fast gradient sign method: x̂ = clip(x + epsilon sign(grad_x J(f(x), y)), 0, 1), with sign(0) = 0.": [
      "fgsm.direction",
      "fgsm.loss",
      "fgsm.size",
      "fgsm.box",
      "fgsm.tiny-gradients",
      "fgsm.batch",
      "fgsm.digits",
    ],
    "The images and labels stay the caller's.": ["fgsm.size"],
    "@returns [n, h, w, c] in [0, 1], within epsilon of the images in l_inf": ["fgsm.size", "fgsm.box"],
    "@throws TypeError for a wrong shape": GIVEN,
    "@throws RangeError for pixels, labels or epsilon out of range": GIVEN,
    "@throws RangeError for a gradient that is not finite": ["fgsm.finite"],
  },
  Evaluation: {
    "Input of `robustAccuracy`.": EXPLAINS,
  },
  "Evaluation.classifier": {
    "classifier: Classifier": ["robustAccuracy.attacked"],
  },
  "Evaluation.attack": {
    "attack: Attack": ["robustAccuracy.attacked"],
  },
  "Evaluation.batches": {
    "The batches to evaluate": ["robustAccuracy.attacked"],
    "their sizes may differ.": ["robustAccuracy.ragged"],
    "A batch is valid until the next one is requested, and stays the caller's.": ["robustAccuracy.batch"],
  },
  "Evaluation.accuracy": {
    "Accuracy in [0, 1] of logits [n, k] for labels [n].": LENT,
  },
  robustAccuracy: {
    "Accuracy under attack: the fraction of all images that are classified as their true label after the attack.": [
      "robustAccuracy.attacked",
      "robustAccuracy.ragged",
    ],
    "An image that was misclassified before the attack counts too: as wrong, unless the attack happens to correct it.":
      ["robustAccuracy.all-counted"],
    "@returns a number in [0, 1]": ["robustAccuracy.attacked"],
    "@throws RangeError if there are no images": ["robustAccuracy.ragged"],
  },
  CurveProblem: {
    "Input of `accuracyCurve`.": EXPLAINS,
  },
  "CurveProblem.attackAt": {
    "The attack with radius epsilon.": ["accuracyCurve.values"],
  },
  "CurveProblem.epsilons": {
    "Radii, in any order.": ["accuracyCurve.values"],
  },
  "CurveProblem.evaluate": {
    "Accuracy in [0, 1] under an attack, over the whole test set.": ["accuracyCurve.values"],
  },
  accuracyCurve: {
    "Accuracy under attack at each epsilon.": ["accuracyCurve.values"],
    "Every attack starts from the clean images.": ["accuracyCurve.values"],
    "@returns accuracies in [0, 1], in the order of the epsilons": ["accuracyCurve.values"],
  },
  GalleryProblem: {
    "Input of `adversarialExamples`.": EXPLAINS,
    "The batch stays the caller's.": ["adversarialExamples.indices"],
  },
  "GalleryProblem.classifier": {
    "classifier: Classifier": ["adversarialExamples.indices"],
  },
  "GalleryProblem.attack": {
    "attack: Attack": ["adversarialExamples.indices"],
  },
  "GalleryProblem.batch": {
    "batch: Batch": ["adversarialExamples.indices"],
  },
  "GalleryProblem.count": {
    "The largest number of digits to return, an integer >= 1.": ["adversarialExamples.indices"],
  },
  Gallery: {
    "Digits that are classified correctly before an attack and wrongly after it": ["adversarialExamples.indices"],
    "all four fields are in the same order.": [
      "adversarialExamples.indices",
      "adversarialExamples.predictions",
      "adversarialExamples.images",
    ],
  },
  "Gallery.indices": {
    "Positions in the batch, ascending.": ["adversarialExamples.indices"],
  },
  "Gallery.before": {
    "The predicted classes before the attack, which are the true labels.": ["adversarialExamples.predictions"],
  },
  "Gallery.after": {
    "The predicted classes after the attack.": ["adversarialExamples.predictions"],
  },
  "Gallery.images": {
    "The adversarial digits [indices.length, h, w, c].": ["adversarialExamples.images"],
  },
  adversarialExamples: {
    "Finds the first `count` digits of a batch (or all of them, if there are fewer) that are classified correctly before the attack and wrongly after it.":
      ["adversarialExamples.indices"],
    "Where the attack turned none, the gallery is empty.": [
      "adversarialExamples.indices",
      "adversarialExamples.images",
    ],
    "@throws RangeError if count is not an integer >= 1": GIVEN,
  },
  projectLinf: {
    "Projects candidates onto the l_inf ball of radius epsilon around their images, and onto the box [0, 1].": [
      "projectLinf.ball",
      "projectLinf.box",
    ],
    "@param candidate [n, h, w, c], any finite values": ["projectLinf.ball"],
    "@param images [n, h, w, c] in [0, 1], the centres": ["projectLinf.ball", "projectLinf.box"],
    "@param epsilon >= 0": ["projectLinf.ball"],
    "@returns [n, h, w, c]: the nearest allowed points": ["projectLinf.ball", "projectLinf.box"],
    "@returns an allowed candidate is returned unchanged": ["projectLinf.ball", "projectLinf.box"],
    "@throws TypeError for a wrong shape": GIVEN,
    "@throws RangeError for pixels or epsilon out of range": GIVEN,
  },
  projectL2: {
    "Projects candidates onto the l2 ball of radius epsilon around their images (one ball for each image), then clips them to the box [0, 1].":
      ["projectL2.ball", "projectL2.box"],
    "Clipping moves a point towards its image, so the result stays in the ball.": EXPLAINS,
    "@param candidate [n, h, w, c], values whose squares are finite too": ["projectL2.ball", "projectL2.inside"],
    "@param images [n, h, w, c] in [0, 1], the centres": ["projectL2.ball", "projectL2.box", "projectL2.centre"],
    "@param epsilon >= 0": ["projectL2.ball", "projectL2.centre"],
    "@returns [n, h, w, c]": ["projectL2.ball"],
    "@returns an allowed candidate is returned unchanged, up to rounding": ["projectL2.inside", "projectL2.centre"],
    "@throws TypeError for a wrong shape": GIVEN,
    "@throws RangeError for pixels or epsilon out of range": GIVEN,
  },
  randomStartLinf: {
    "A random start for l_inf PGD: images + delta with each delta_j uniform in [-epsilon, epsilon], clipped to [0, 1].":
      ["randomStartLinf.uniform", "randomStartLinf.box"],
    "@param images [n, h, w, c] in [0, 1]": ["randomStartLinf.box"],
    "@param epsilon >= 0": ["randomStartLinf.uniform"],
    "@param seed an integer in 1 .. 2^31 - 1": ["randomStartLinf.box"],
    "@param seed the same seed gives the same start, different seeds give different ones": ["randomStartLinf.box"],
    "@returns [n, h, w, c]": ["randomStartLinf.uniform"],
    "@throws TypeError for a wrong shape": GIVEN,
    "@throws RangeError for pixels, epsilon or seed out of range": GIVEN,
  },
  randomStartL2: {
    "A random start for l2 PGD: images + delta with delta uniform in the l2 ball of radius epsilon, clipped to [0, 1].":
      ["randomStartL2.radius", "randomStartL2.direction"],
    "Uniform in the ball: the direction is uniform, and the fraction of deltas shorter than r is (r / epsilon)^d with d = h w c.":
      ["randomStartL2.radius", "randomStartL2.direction"],
    "@param images [n, h, w, c] in [0, 1]": ["randomStartL2.radius", "randomStartL2.direction"],
    "@param epsilon >= 0": ["randomStartL2.radius"],
    "@param seed an integer in 1 .. 2^31 - 1": ["randomStartL2.direction"],
    "@param seed the same seed gives the same start, different seeds give different ones": ["randomStartL2.direction"],
    "@returns [n, h, w, c]": ["randomStartL2.radius"],
    "@throws TypeError for a wrong shape": GIVEN,
    "@throws RangeError for pixels, epsilon or seed out of range": GIVEN,
  },
  stepLinf: {
    "The steepest ascent step in l_inf: a displacement of l_inf length alpha that increases g·delta most": [
      "stepLinf.values",
    ],
    "a pixel whose g is 0 stays.": ["stepLinf.values"],
    "@param gradient g [n, h, w, c], finite": ["stepLinf.values"],
    "@param alpha >= 0, the l_inf length of the step": ["stepLinf.values"],
    "@returns [n, h, w, c], the displacement": ["stepLinf.values"],
    "@throws TypeError for a wrong shape": GIVEN,
    "@throws RangeError for alpha out of range or a gradient that is not finite": GIVEN,
  },
  stepL2: {
    "The steepest ascent step in l2: for each image, the displacement of l2 length alpha that increases g·delta most": [
      "stepL2.values",
    ],
    "an image whose g is 0 stays.": ["stepL2.values"],
    "@param gradient g [n, h, w, c], finite": ["stepL2.values"],
    "@param gradient of any size, since the gradients of a well-fitted model are tiny": ["stepL2.small"],
    "@param alpha >= 0, the l2 length of the step": ["stepL2.values"],
    "@returns [n, h, w, c], the displacement": ["stepL2.values"],
    "@throws TypeError for a wrong shape": GIVEN,
    "@throws RangeError for alpha out of range or a gradient that is not finite": GIVEN,
  },
  PgdProblem: {
    "Input of `pgd`: the model and data as for FGSM, and the three functions that make the attack l_inf or l2.":
      EXPLAINS,
  },
  "PgdProblem.classifier": {
    "classifier: Classifier": ["pgd.gradient"],
  },
  "PgdProblem.loss": {
    "J, averaged over the batch: the step is normalised, so only the direction of its gradient matters.": [
      "pgd.gradient",
      "pgd.labels",
    ],
  },
  "PgdProblem.images": {
    "[n, h, w, c] in [0, 1]": ["pgd.projection"],
  },
  "PgdProblem.labels": {
    "[n], the true classes": ["pgd.labels"],
  },
  "PgdProblem.steps": {
    "The number of steps, an integer >= 1.": ["pgd.steps"],
  },
  "PgdProblem.seed": {
    "Passed to `start`.": ["pgd.start"],
  },
  "PgdProblem.start": {
    "start: Start": ["pgd.start"],
  },
  "PgdProblem.step": {
    "step: Step": ["pgd.steps", "pgd.gradient"],
  },
  "PgdProblem.project": {
    "project: Projection": ["pgd.projection"],
  },
  pgd: {
    "Projected gradient ascent: x_0 = start(x, seed), x_{t+1} = project(x_t + step(grad_x J(f(x_t), y)), x).": [
      "pgd.start",
      "pgd.steps",
      "pgd.gradient",
      "pgd.projection",
      "pgd.labels",
    ],
    "The images stay the caller's, and start, step and project may return a tensor that they were given.": [
      "pgd.start",
      "pgd.projection",
    ],
    "@returns the last iterate [n, h, w, c]": ["pgd.steps"],
    "@throws TypeError for a wrong shape": GIVEN,
    "@throws RangeError for pixels, labels or steps out of range": GIVEN,
    "@throws RangeError for a gradient that is not finite": ["pgd.gradient"],
  },
  adversarialTrain: {
    "Adversarial training: for each batch of each epoch, attacks the current network (in inference mode), then takes one optimizer step on the loss of the adversarial images with their true labels (in training mode).":
      ["adversarialTrain.step", "adversarialTrain.current", "adversarialTrain.modes", "adversarialTrain.digits"],
    "Approximates min over parameters of the mean over i of max over x̂_i near x_i of J(f(x̂_i), y_i).": EXPLAINS,
    "@param training as for `train`, and the attack": ["adversarialTrain.step", "adversarialTrain.epochs"],
    "@param training batch.seed sets the dropout mask": ["adversarialTrain.modes"],
    "@returns the adversarial loss of each step, before that step's update": ["adversarialTrain.losses"],
    "@returns also passed to onStep after each step": ["adversarialTrain.losses"],
    "@throws RangeError if epochs is not an integer >= 1": GIVEN,
    "@throws Error if the loss is not finite": ["adversarialTrain.losses"],
  },
};
