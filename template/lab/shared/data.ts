import type { ModelName } from "@robustness-lab/fixtures/weights";
import { PUBLISHED_RECIPES, type NetworkName } from "../../experiments/training/recipe.ts";

export type { ModelName };
export type EngineName = "webgpu" | "webgl" | "wasm";

/** The path of the test digits: pixels [DIGIT_COUNT * 784], then labels [DIGIT_COUNT], one byte each. */
export const DIGITS_PATH = "/data/digits";
export const DIGIT_COUNT = 1000;
/** The weights of a model are at this path plus its name: float32, little-endian, in the order of SHAPES. */
export const WEIGHTS_PATH = "/data/weights/";
/** A part of MNIST is at this path plus its name, "train" or "test": as the digits, the first ?count= images. */
export const IMAGES_PATH = "/data/images/";
/** The steps of PGD add up to REACH * epsilon, as in Madry et al. (2018). */
export const REACH = 2.5;

/** The shapes of the parameters of the course's models, in the order in which the weights are sent. */
export function shapesOf(model: ModelName): Readonly<Record<string, readonly number[]>> {
  return PUBLISHED_RECIPES[model].shapes;
}

/** A network with its weights. */
export interface Model {
  /** The name of the course's model, or "yours/" and the name of the result. */
  readonly id: string;
  readonly network: NetworkName;
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly weights: Readonly<Record<string, Float32Array>>;
}

/** The course's models. */
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
