import type { AttackDescription } from "../../run/arguments/described.ts";
import type { Vector } from "./vectors.ts";

/**
 * The image that a described attack returns, in double precision.
 *
 * @param confidence softmax(f(x))[y]: the classifier's probability of the true label
 */
export function attackedImage(attack: AttackDescription, image: Vector, confidence: number): Vector {
  switch (attack.kind) {
    case "identity":
      return image;
    case "negative":
      return image.map((pixel) => pixel + attack.strength * (1 - 2 * pixel));
    case "dim":
      return image.map((pixel) => pixel * (1 - attack.strength * confidence));
  }
}
