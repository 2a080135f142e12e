import type { Random } from "@robustness-lab/fixtures";
import { floats, integers, type TensorValue } from "../../run/protocol/values.ts";
import { fail, type Numbers } from "../claims.ts";
import type { ImageShape } from "../expected/layers.ts";

/** Images of a probe; each row has one image's pixels, rounded to float32. */
export interface Images {
  readonly shape: ImageShape;
  readonly rows: readonly Float32Array[];
}

/** Builds images from a function of image and pixel. */
export function imagesOf(count: number, shape: ImageShape, pixel: (image: number, pixel: number) => number): Images {
  const size = pixelsOf(shape);
  const rows = Array.from({ length: count }, (_, image) => {
    const row = new Float32Array(size);
    for (let index = 0; index < size; index += 1) row[index] = pixel(image, index);
    return row;
  });
  return { shape, rows };
}

/** Draws images with pixels uniform in [low, high). */
export function drawImages(random: Random, count: number, shape: ImageShape, low: number, high: number): Images {
  return imagesOf(count, shape, () => random.uniform(low, high));
}

/** The images at some places, in that order. */
export function pick({ shape, rows }: Images, places: readonly number[]): Images {
  return { shape, rows: places.map((place) => rows[place] as Float32Array) };
}

/** The number of values in one image. */
export function pixelsOf([height, width, channels]: ImageShape): number {
  return height * width * channels;
}

/** [n, h, w, c] */
export function batchShape({ shape, rows }: Images): readonly number[] {
  return [rows.length, ...shape];
}

/** Images as an argument of a call. */
export function toArgument(images: Images): TensorValue {
  const size = pixelsOf(images.shape);
  const pixels = new Float32Array(images.rows.length * size);
  images.rows.forEach((row, image) => pixels.set(row, image * size));
  return floats(batchShape(images), pixels);
}

/** Labels as an argument of a call. */
export function toLabels(labels: readonly number[]): TensorValue {
  return integers([labels.length], labels);
}

/** The images of a returned tensor. */
export function rowsOf({ shape, values }: Numbers): readonly (readonly number[])[] {
  const [count = 0] = shape;
  const size = values.length / count;
  return Array.from({ length: count }, (_, image) => values.slice(image * size, (image + 1) * size));
}

/** to - from, image by image. */
export function displacements(from: Images, to: Numbers): readonly (readonly number[])[] {
  return rowsOf(to).map((row, image) => row.map((value, pixel) => value - (from.rows[image]?.[pixel] as number)));
}

/** Claims something for each pixel of each image; the message is about the first for which it does not hold. */
export function claimPixels(
  rows: readonly (readonly number[])[],
  holds: (value: number, image: number, pixel: number) => boolean,
  message: (place: string, value: number) => string,
): void {
  rows.forEach((row, image) => {
    const odd = row.findIndex((value, pixel) => !holds(value, image, pixel));
    if (odd !== -1) fail(message(`image ${image}, pixel ${odd}`, row[odd] as number));
  });
}
