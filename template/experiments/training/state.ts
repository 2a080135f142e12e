import { tensor, type Optimizer } from "@tensorflow/tfjs-core";
import type { StoredWeights } from "@robustness-lab/fixtures/weights";

/** A tensor as plain data. */
export interface StoredTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32";
  readonly values: Float32Array | Int32Array;
}

/** A training between two epochs: everything that the next epoch depends on. */
export interface TrainingState {
  /** Finished epochs. */
  readonly epoch: number;
  /** The loss of each step so far. */
  readonly losses: readonly number[];
  /** The accuracy on the test images after each epoch; null where 2.1 accuracy is not written yet. */
  readonly accuracies: readonly (number | null)[];
  readonly weights: StoredWeights;
  /** The tensors of the optimizer; none before the first epoch. */
  readonly optimizer: readonly StoredTensor[];
}

type OptimizerTensors = Awaited<ReturnType<Optimizer["getWeights"]>>;

/** Reads the tensors of an optimizer. */
export async function readOptimizer(optimizer: Optimizer): Promise<readonly StoredTensor[]> {
  const tensors = await optimizer.getWeights();
  const stored = tensors.map(({ tensor: read }, place) => ({
    // tfjs names them by a counter of the process, so they are identified by position.
    name: String(place),
    shape: [...read.shape],
    dtype: read.dtype as StoredTensor["dtype"],
    values: (read.dataSync() as Float32Array | Int32Array).slice(),
  }));
  // The step counter is a copy; the others still belong to the optimizer.
  tensors[0]?.tensor.dispose();
  return stored;
}

/**
 * Puts stored tensors into a new optimizer. Adam does not store the powers of its betas; tfjs recomputes them from the step
 * counter, which rounds differently from the running product. So every epoch starts from here, also without an interruption.
 */
export async function restoreOptimizer(optimizer: Optimizer, stored: readonly StoredTensor[]): Promise<void> {
  if (stored.length === 0) return;
  const tensors: OptimizerTensors = stored.map(({ name, shape, dtype, values }) => ({
    name,
    tensor: tensor(values, [...shape], dtype),
  }));
  await optimizer.setWeights(tensors);
  for (const { tensor: copied } of tensors) copied.dispose();
}
