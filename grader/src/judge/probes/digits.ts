import type { Random } from "@robustness-lab/fixtures";
import { testSet } from "./test-digits.ts";
import { predictionOf, type ImageShape } from "../oracle/models.ts";
import { imagesOf, type Images } from "./images.ts";
import type { LinearModel } from "./models.ts";

/** Digits of the MNIST test set and their classes. */
export interface Digits {
  readonly images: Images;
  readonly labels: readonly number[];
}

/** How many digits a model gets right and wrong. */
export interface DigitsDraw {
  readonly right: number;
  readonly wrong: number;
}

const SHAPE: ImageShape = [28, 28, 1];

/** Random digits of the MNIST test set, so many that the model classifies correctly and so many that it does not. */
export async function drawDigits(random: Random, model: LinearModel, draw: DigitsDraw): Promise<Digits> {
  const { pixels, labels, count } = await testSet();
  const left = { ...draw };
  const places = new Set<number>();
  while (left.right + left.wrong > 0) {
    const place = random.integer(0, count - 1);
    const image = pixels.subarray(place * 784, (place + 1) * 784);
    const kind = predictionOf(model, toUnit(image), SHAPE) === labels[place] ? "right" : "wrong";
    if (left[kind] === 0 || places.has(place)) continue;
    left[kind] -= 1;
    places.add(place);
  }
  const found = [...places];
  const pixel = (image: number, index: number): number =>
    (pixels[(found[image] as number) * 784 + index] as number) / 255;
  return { images: imagesOf(found.length, SHAPE, pixel), labels: found.map((place) => labels[place] as number) };
}

function toUnit(bytes: Uint8Array): Float32Array {
  return Float32Array.from(bytes, (byte) => byte / 255);
}
