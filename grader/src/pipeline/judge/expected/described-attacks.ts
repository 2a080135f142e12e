import type { ModelDescription } from "../../run/arguments/described.ts";
import { softmaxOf } from "./image-gradients.ts";
import { logitsOf, type ImageShape, type Pixels } from "./models.ts";

/** What the described attack "dim" makes of one image, in double precision: x (1 - strength softmax(f(x))[y]). */
export function dimmed(
  model: ModelDescription,
  image: Pixels,
  shape: ImageShape,
  { label, strength }: { readonly label: number; readonly strength: number },
): readonly number[] {
  const sureness = softmaxOf(logitsOf(model, image, shape))[label] as number;
  return Array.from(image, (pixel) => pixel * (1 - strength * sureness));
}
