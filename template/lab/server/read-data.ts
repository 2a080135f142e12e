import { IMAGE_SIDE, takeFirst, type Dataset } from "@robustness-lab/fixtures";
import { readMnist } from "@robustness-lab/fixtures/mnist";
import { packWeights, readWeights, type ModelName } from "@robustness-lab/fixtures/weights";
import { DIGIT_COUNT, shapesOf } from "../shared/data.ts";

const PIXELS = IMAGE_SIDE * IMAGE_SIDE;

/** The pixels, then the labels, of every tenth test digit, because the first few thousand are easier than the rest. */
export async function readDigits(): Promise<Uint8Array> {
  const { count, pixels, labels } = await readMnist("test");
  return spread({ count, pixels, labels }, DIGIT_COUNT);
}

function spread({ count, pixels, labels }: Dataset, kept: number): Uint8Array {
  const bytes = new Uint8Array(kept * (PIXELS + 1));
  for (let place = 0; place < kept; place += 1) {
    const index = Math.floor((place * count) / kept);
    bytes.set(pixels.subarray(index * PIXELS, (index + 1) * PIXELS), place * PIXELS);
    bytes[kept * PIXELS + place] = labels[index] ?? 0;
  }
  return bytes;
}

/** The pixels, then the labels, of the first images. */
export async function readImages(split: "train" | "test", count: number): Promise<Uint8Array> {
  const { pixels, labels } = takeFirst(await readMnist(split), count);
  return Buffer.concat([pixels, labels]);
}

/** The weights of a model of the course, in the order of its shapes. */
export async function readModel(model: ModelName): Promise<Uint8Array> {
  return packWeights(await readWeights(model), Object.keys(shapesOf(model)));
}
