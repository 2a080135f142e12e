import { IMAGE_SIDE, type Dataset, type Random } from "@robustness-lab/fixtures";
import { readMnist } from "@robustness-lab/fixtures/mnist";
import type { ImageShape } from "../expected/layers.ts";
import { imagesOf, type Images } from "./images.ts";

/** Digits of the MNIST test set and their labels. */
export interface Digits {
  readonly images: Images;
  readonly labels: readonly number[];
}

/** The kind of a digit, if it is of any use. @param isWanted whether more digits of a kind are needed, to save work */
type KindOf<K extends string> = (
  digit: Float32Array,
  label: number,
  shape: ImageShape,
  isWanted: (kind: K) => boolean,
) => K | undefined;

const SHAPE: ImageShape = [IMAGE_SIDE, IMAGE_SIDE, 1];
const PIXELS = IMAGE_SIDE * IMAGE_SIDE;

let read: Promise<Dataset> | undefined;

/** The MNIST test set, read and verified once for all checks. */
function testSet(): Promise<Dataset> {
  read ??= readMnist("test");
  return read;
}

/** Random digits of the MNIST test set. */
export async function someDigits(random: Random, count: number): Promise<Digits> {
  const dataset = await testSet();
  return digitsAt(
    dataset,
    Array.from({ length: count }, () => random.integer(0, dataset.count - 1)),
  );
}

/** Distinct random digits of the MNIST test set, with given numbers of each kind. */
export async function drawDigits<K extends string>(
  random: Random,
  draw: Readonly<Record<K, number>>,
  kindOf: KindOf<K>,
): Promise<Digits> {
  const dataset = await testSet();
  const left: Record<K, number> = { ...draw };
  const places = new Set<number>();
  const isWanted = (kind: K): boolean => left[kind] > 0;
  while (Object.values(left).some((count) => count !== 0)) {
    const place = random.integer(0, dataset.count - 1);
    if (places.has(place)) continue;
    const { images, labels } = digitsAt(dataset, [place]);
    const kind = kindOf(images.rows[0] as Float32Array, labels[0] as number, SHAPE, isWanted);
    if (kind === undefined || !isWanted(kind)) continue;
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
