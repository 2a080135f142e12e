import { IMAGE_SIDE, type Dataset, type Random } from "@robustness-lab/fixtures";
import { readMnist } from "@robustness-lab/fixtures/mnist";
import { imagesOf, type Images } from "./images.ts";

const PIXELS = IMAGE_SIDE * IMAGE_SIDE;

let read: Promise<Dataset> | undefined;

/** The MNIST test set: eight megabytes and their checksums, read once for all checks. */
export function testSet(): Promise<Dataset> {
  read ??= readMnist("test");
  return read;
}

/** Random digits of the test set and their classes. */
export async function someDigits(
  random: Random,
  count: number,
): Promise<{ readonly images: Images; readonly labels: readonly number[] }> {
  const dataset = await testSet();
  const places = Array.from({ length: count }, () => random.integer(0, dataset.count - 1));
  const pixelAt = (image: number, pixel: number): number =>
    (dataset.pixels[(places[image] as number) * PIXELS + pixel] as number) / 255;
  return {
    images: imagesOf(count, [IMAGE_SIDE, IMAGE_SIDE, 1], pixelAt),
    labels: places.map((place) => dataset.labels[place] as number),
  };
}
