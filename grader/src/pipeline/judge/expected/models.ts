import type { ModelDescription } from "../../run/arguments/described.ts";
import { convolve, dense, maxPool, relu, type ImageShape, type Values } from "./layers.ts";

/* The expected logits of described models: small networks that probes/models.ts draws and the child builds for a call. */

/** The logits of one image in inference mode, in double precision. */
export function logitsOf(model: ModelDescription, image: Values, shape: ImageShape): readonly number[] {
  switch (model.kind) {
    case "linear":
      return dense(image, model.weights.data, model.bias.data);
    case "mlp": {
      const hidden = dense(image, model.weights1.data, model.bias1.data).map(Math.tanh);
      return dense(hidden, model.weights2.data, model.bias2.data);
    }
    case "conv": {
      const [height, width] = shape;
      const [kernelHeight = 0, kernelWidth = 0, , filters = 0] = model.kernel.shape;
      const convolved: ImageShape = [height - kernelHeight + 1, width - kernelWidth + 1, filters];
      const pooled = maxPool(relu(convolve(image, shape, model.kernel)), convolved);
      return dense(pooled, model.weights.data, model.bias.data);
    }
  }
}

/** The predicted class of one image: the index of its largest logit. */
export function predictionOf(model: ModelDescription, image: Values, shape: ImageShape): number {
  const logits = logitsOf(model, image, shape);
  return logits.indexOf(Math.max(...logits));
}
