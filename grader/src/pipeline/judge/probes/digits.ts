import { IMAGE_SIDE, type Dataset, type Random } from "@robustness-lab/fixtures";
import { predictionOf, type ImageShape } from "../expected/models.ts";
import { imagesOf, type Images } from "./images.ts";
import type { LinearModel } from "./models.ts";
import { testSet } from "./test-set.ts";

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

const SHAPE: ImageShape = [IMAGE_SIDE, IMAGE_SIDE, 1];
const PIXELS = IMAGE_SIDE * IMAGE_SIDE;

/** Random digits of the MNIST test set. */
export async function someDigits(random: Random, count: number): Promise<Digits> {
  const dataset = await testSet();
  return digitsAt(
    dataset,
    Array.from({ length: count }, () => random.integer(0, dataset.count - 1)),
  );
}

/** Random digits of the MNIST test set, so many that the model classifies correctly and so many that it does not. */
export async function drawDigits(random: Random, model: LinearModel, draw: DigitsDraw): Promise<Digits> {
  const dataset = await testSet();
  const left = { ...draw };
  const places = new Set<number>();
  while (left.right + left.wrong > 0) {
    const place = random.integer(0, dataset.count - 1);
    const kind = isRight(model, digitsAt(dataset, [place])) ? "right" : "wrong";
    if (left[kind] === 0 || places.has(place)) continue;
    left[kind] -= 1;
    places.add(place);
  }
  return digitsAt(dataset, [...places]);
}

function digitsAt({ pixels, labels }: Dataset, places: readonly number[]): Digits {
  const pixelAt = (image: number, pixel: number): number =>
    (pixels[(places[image] as number) * PIXELS + pixel] as number) / 255;
  return {
    images: imagesOf(places.length, SHAPE, pixelAt),
    labels: places.map((place) => labels[place] as number),
  };
}

/** Whether a model classifies a single digit correctly. */
function isRight(model: LinearModel, { images, labels }: Digits): boolean {
  return predictionOf(model, images.rows[0] as Float32Array, SHAPE) === labels[0];
}
