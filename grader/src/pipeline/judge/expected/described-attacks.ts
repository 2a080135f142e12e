import { randomFrom } from "@robustness-lab/fixtures";
import type { AttackDescription } from "../../run/arguments/described.ts";
import { softmaxOf } from "./cross-entropy.ts";
import type { Vector } from "./vectors.ts";

/** A batch with flattened images. */
export interface FlatBatch {
  readonly images: readonly Vector[];
  readonly labels: Vector;
  readonly seed: number;
}

/** The images that a described attack returns for a batch, in double precision. @param logitsOf the logits of one image */
export function attackedImages(
  attack: AttackDescription,
  { images, labels, seed }: FlatBatch,
  logitsOf: (image: Vector) => Vector,
): readonly Vector[] {
  switch (attack.kind) {
    case "identity":
      return images;
    case "negative":
      return images.map((image) => image.map((pixel) => pixel + attack.strength * (1 - 2 * pixel)));
    case "dim":
      return images.map((image, index) => {
        const confidence = softmaxOf(logitsOf(image))[labels[index] as number] as number;
        return image.map((pixel) => pixel * (1 - attack.strength * confidence));
      });
    case "speckle": {
      const random = randomFrom(seed);
      const { strength } = attack;
      return images.map((image) => image.map((pixel) => (1 - strength) * pixel + strength * random.uniform(0, 1)));
    }
  }
}
