import type { Tensor4D } from "@tensorflow/tfjs-core";
import { batchesOf, EPSILONS, RECIPE, type Attack, type Classifier, type Dataset } from "@robustness-lab/fixtures";
import type { Functions } from "../training/functions.ts";
import type { GalleryColumn } from "./measurements.ts";

/** Digits of a column of the gallery. */
const DIGITS = 5;

interface GallerySource extends Pick<Functions, "adversarialExamples"> {
  readonly attackAt: (epsilon: number) => Attack;
}

/** Collects adversarial digits of the first batch of a data set with your `adversarialExamples`, for each epsilon. */
export function collectGallery(
  classifier: Classifier,
  dataset: Dataset,
  { adversarialExamples, attackAt }: GallerySource,
): readonly GalleryColumn[] {
  for (const batch of batchesOf(dataset, { batchSize: RECIPE.batchSize, seed: 1 })) {
    const clean: GalleryColumn = {
      epsilon: 0,
      before: [...dataset.labels.subarray(0, DIGITS)],
      after: [],
      images: toImages(batch.images).slice(0, DIGITS),
    };
    const attacked = EPSILONS.slice(1).map((epsilon): GalleryColumn => {
      const { before, after, images } = adversarialExamples({
        classifier,
        attack: attackAt(epsilon),
        batch,
        count: DIGITS,
      });
      const column = { epsilon, before: [...before], after: [...after], images: toImages(images) };
      images.dispose();
      return column;
    });
    return [clean, ...attacked];
  }
  return [];
}

function toImages(images: Tensor4D): readonly string[] {
  const pixels = Uint8Array.from(images.dataSync(), (value) => Math.round(255 * value));
  const size = pixels.length / Math.max(1, images.shape[0]);
  return Array.from({ length: images.shape[0] }, (_, index) =>
    Buffer.from(pixels.subarray(index * size, (index + 1) * size)).toString("base64"),
  );
}
