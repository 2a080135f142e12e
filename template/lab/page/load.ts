import { DIGIT_COUNT, MODELS, shapesOf, type Model, type ModelName } from "../shared/data.ts";
import type { EngineChoice, Setup } from "../shared/worker-messages.ts";
import { PUBLISHED_RECIPES } from "../../experiments/training/recipe.ts";
import { HOST, readCourseWeights, readDigits, readImages } from "./files.ts";
import type { OnProgress } from "../shared/read-body.ts";

const PIXELS = 784;

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

/** Loads the digits and the course's models. @throws Error that names the file that could not be loaded */
export async function loadSetup(engine: EngineChoice, onProgress: OnProgress): Promise<Setup> {
  const counts = new Map<string, readonly [number, number]>();
  const count = (file: string) => (done: number, total: number) => {
    counts.set(file, [done, total]);
    const all = [...counts.values()];
    onProgress(sum(all.map(([each]) => each)), sum(all.map(([, each]) => each)));
  };
  const [digits, ...weights] = await Promise.all([
    readDigits(count("digits")),
    ...MODELS.map((model) => readCourseWeights(model, count(model))),
  ]);
  const models = MODELS.map((model, place) => courseModel(model, weights[place] ?? new Uint8Array()));
  return { engine, decided: null, ...split("the test digits", digits, DIGIT_COUNT), models };
}

/** Loads the first images of a part of MNIST. */
export async function loadImages(part: "train" | "test", count: number) {
  const { digits, labels } = split(`the ${part} images`, await readImages(part, count), count);
  return { count, pixels: digits, labels };
}

function split(what: string, bytes: Uint8Array, count: number) {
  assertSize(what, bytes, count * (PIXELS + 1));
  return { digits: bytes.subarray(0, count * PIXELS), labels: bytes.subarray(count * PIXELS) };
}

function courseModel(name: ModelName, bytes: Uint8Array<ArrayBuffer>): Model {
  const shapes = shapesOf(name);
  const sizes = Object.entries(shapes).map(([each, shape]) => [each, shape.reduce((a, b) => a * b, 1)] as const);
  assertSize(`the weights of ${name}`, bytes, 4 * sum(sizes.map(([, size]) => size)));
  let offset = 0;
  const weights = sizes.map(([each, size]) => {
    const values = new Float32Array(bytes.buffer, bytes.byteOffset + offset, size);
    offset += 4 * size;
    return [each, values] as const;
  });
  return { id: name, network: PUBLISHED_RECIPES[name].network, shapes, weights: Object.fromEntries(weights) };
}

function assertSize(what: string, { length }: Uint8Array, expected: number): void {
  if (length !== expected) throw new Error(`${what} have ${length} bytes, expected ${expected}: ${HOST.remedy}`);
}
