import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { Differentiated } from "../arguments/build.ts";

/** The function returned a tensor, and autodiff failed on its way back. */
export class NoGradientError extends Error {}

/**
 * Calls a function under autodiff and hands over the gradients of the sum of what it returns. An argument on which the result
 * does not depend, as far as autodiff sees, gets none. Autodiff disposes every other tensor that the call makes, as a training
 * step would.
 *
 * @returns what the function returned; if that is no tensor, there are no gradients
 * @throws NoGradientError, or what the function throws
 */
export function callDifferentiated(call: () => unknown, wanted: readonly Differentiated[]): unknown {
  let outcome: { readonly returned: unknown } | undefined;
  const traced = (): Tensor => {
    outcome = { returned: call() };
    return outcome.returned as Tensor;
  };
  try {
    gradientsOf(
      traced,
      wanted.map(({ tensor }) => tensor),
    ).forEach((gradient, index) => {
      if (gradient !== undefined) wanted[index]?.receive(gradient);
    });
  } catch (error) {
    if (outcome === undefined) throw error;
    if (outcome.returned instanceof tf.Tensor) throw new NoGradientError(messageOf(error), { cause: error });
  }
  return outcome?.returned;
}

/** As tf.valueAndGrads, which throws if one argument has no gradient. */
function gradientsOf(traced: () => Tensor, tensors: Tensor[]): readonly (Tensor | undefined)[] {
  return tf.engine().gradients(traced, tensors, undefined, true).grads;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
