import { LENET_SHAPES, LOGISTIC_REGRESSION_SHAPES } from "@robustness-lab/fixtures";
import type { ModelName } from "@robustness-lab/fixtures/weights";

export type { ModelName };
export type EngineName = "webgpu" | "webgl" | "wasm";

/** The path of the test digits: pixels [DIGIT_COUNT * 784], then labels [DIGIT_COUNT], one byte each. */
export const DIGITS_PATH = "/data/digits";
export const DIGIT_COUNT = 1000;
/** The weights of a model are at this path plus its name: float32, little-endian, in the order of SHAPES. */
export const WEIGHTS_PATH = "/data/weights/";
/** The steps of PGD add up to REACH * epsilon, as in Madry et al. (2018). */
export const REACH = 2.5;

/** The shapes of the parameters, in the order in which the weights are sent. */
export const SHAPES: Readonly<Record<ModelName, Readonly<Record<string, readonly number[]>>>> = {
  "logistic-regression": { ...LOGISTIC_REGRESSION_SHAPES },
  lenet: { ...LENET_SHAPES },
  "lenet-fgsm-trained": { ...LENET_SHAPES },
};

/** The models to attack. */
export const MODELS: readonly ModelName[] = ["logistic-regression", "lenet", "lenet-fgsm-trained"];

export const MODEL_LABELS: Readonly<Record<ModelName, string>> = {
  "logistic-regression": "Logistic regression",
  lenet: "LeNet",
  "lenet-fgsm-trained": "Robust LeNet",
};

export const ENGINE_LABELS: Readonly<Record<EngineName, string>> = {
  webgpu: "WebGPU",
  webgl: "WebGL",
  wasm: "WebAssembly",
};
