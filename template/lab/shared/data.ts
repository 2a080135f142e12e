import { LENET_SHAPES, LOGISTIC_REGRESSION_SHAPES } from "@robustness-lab/fixtures";
import type { ModelName } from "@robustness-lab/fixtures/weights";

export type { ModelName };

/** Where the server has the test digits: pixels [count * 784], then labels [count], a byte each. */
export const DIGITS_PATH = "/data/digits";
/** Where it has the weights of a model, by its name: float32, little-endian, in the order of SHAPES. */
export const WEIGHTS_PATH = "/data/weights/";
/** How many test digits there are. */
export const DIGIT_COUNT = 1000;

/** The shapes of their parameters, in the order in which weights are sent. */
export const SHAPES: Readonly<Record<ModelName, Readonly<Record<string, readonly number[]>>>> = {
  "logistic-regression": { ...LOGISTIC_REGRESSION_SHAPES },
  lenet: { ...LENET_SHAPES },
  "lenet-fgsm-trained": { ...LENET_SHAPES },
};

/** The models one can attack. */
export const MODELS: readonly ModelName[] = ["logistic-regression", "lenet", "lenet-fgsm-trained"];

/** What a model is called on the page. */
export const MODEL_LABELS: Readonly<Record<ModelName, string>> = {
  "logistic-regression": "Logistic regression",
  lenet: "LeNet",
  "lenet-fgsm-trained": "Robust LeNet",
};
