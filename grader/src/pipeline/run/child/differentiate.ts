import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { Differentiated } from "../arguments/build.ts";
import { NO_GRADIENT } from "../protocol/call-messages.ts";

/** The function returned a tensor, but autodiff finds no way back to an argument. */
class NoGradientError extends Error {
  override readonly name = NO_GRADIENT;
}

/**
 * Calls a function under autodiff and hands over the gradients of the sum of what it returns. Autodiff disposes every other
 * tensor that the call makes, as a training step would.
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
    const { grads } = tf.valueAndGrads(traced)(wanted.map(({ tensor }) => tensor));
    wanted.forEach(({ receive }, index) => receive(grads[index] as Tensor));
  } catch (error) {
    if (outcome === undefined) throw error;
    if (outcome.returned instanceof tf.Tensor) throw new NoGradientError(messageOf(error), { cause: error });
  }
  return outcome?.returned;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
