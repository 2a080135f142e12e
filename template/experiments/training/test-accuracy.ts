import { concat, tensor1d, tidy, type Tensor2D } from "@tensorflow/tfjs-core";
import { batchesOf, RECIPE, type Classifier, type Dataset } from "@robustness-lab/fixtures";
import { stubOf, type Functions } from "./functions.ts";

/** The accuracy on clean test images by your `accuracy`, which gets the logits of all images at once; null for a stub. */
export function testAccuracy(
  { functions, test }: { readonly functions: Functions; readonly test: Dataset },
  classifier: Classifier,
): number | null {
  try {
    return tidy(() => {
      const logits: Tensor2D[] = [];
      for (const { images } of batchesOf(test, { batchSize: RECIPE.batchSize, seed: 1 }))
        logits.push(classifier(images));
      const labels = tensor1d(Int32Array.from(test.labels), "int32");
      return functions.accuracy(concat(logits), labels);
    });
  } catch (error) {
    if (stubOf(error) === undefined) throw error;
    return null;
  }
}
