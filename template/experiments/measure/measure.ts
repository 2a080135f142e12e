import {
  batchesOf,
  deriveSeed,
  EPSILONS,
  RECIPE,
  takeFirst,
  type Attack,
  type Dataset,
  type Network,
} from "@robustness-lab/fixtures";
import { sizesOf, type Laboratory } from "../experiment.ts";
import { hindranceOf } from "../own-code.ts";
import type { ExperimentRecord } from "../records/record.ts";
import { fgsmAttack, pgdAttack } from "../training/attacks.ts";
import { disposeNetwork, networkOf } from "../training/networks.ts";
import { collectGallery } from "./gallery.ts";
import type { GalleryColumn, Measurements, Part } from "./measurements.ts";
import type { StoredWeights } from "@robustness-lab/fixtures/weights";

/** PGD as in the literature on MNIST: 40 steps of 0.01 in l_inf. */
export const PGD = { steps: 40, alpha: 0.01 } as const;

/** At epsilon 0, PGD does nothing. */
export const PGD_EPSILONS = EPSILONS.slice(1);

type PartName = "fgsm" | "pgd" | "gallery";
const PARTS: readonly PartName[] = ["fgsm", "pgd", "gallery"];

/** Whether src/ has not changed since everything was measured. */
export function isMeasured({ measured }: ExperimentRecord, code: string): boolean {
  return measured?.code === code && PARTS.every((part) => measured[part] !== undefined && "done" in measured[part]);
}

/**
 * Measures what is not measured yet of a trained network with your functions. What waits for a stub does not stop the rest.
 *
 * @param onPart gets the record after each part
 */
export async function measureModel(
  record: ExperimentRecord,
  weights: StoredWeights,
  {
    laboratory,
    onPart,
  }: { readonly laboratory: Laboratory; readonly onPart: (record: ExperimentRecord) => Promise<void> },
): Promise<ExperimentRecord> {
  const { code, source, terminal } = laboratory;
  const { testImages, pgdImages } = sizesOf(record.recipe);
  const network = networkOf(code.functions, record.recipe, weights);
  const earlier = record.measured?.code === code.digest ? record.measured : {};
  let measured: Measurements = { ...earlier, code: code.digest, testImages, pgdImages };
  try {
    for (const part of PARTS) {
      if (measured[part] !== undefined && "done" in measured[part]) continue;
      measured = { ...measured, [part]: attempt(() => compute(part, { record, network, laboratory }), source) };
      await onPart({ ...record, measured });
    }
  } finally {
    disposeNetwork(network);
    terminal.status("");
  }
  return { ...record, measured };
}

function attempt<T>(measure: () => T, source: string): Part<T> {
  try {
    return { done: measure() };
  } catch (error) {
    return hindranceOf(error, source);
  }
}

interface Measuring {
  readonly record: ExperimentRecord;
  readonly network: Network;
  readonly laboratory: Laboratory;
}

function compute(part: PartName, measuring: Measuring): readonly number[] | readonly GalleryColumn[] {
  const { laboratory, record, network } = measuring;
  const { functions } = laboratory.code;
  const { testImages, pgdImages } = sizesOf(record.recipe);
  const fgsmAt = (epsilon: number): Attack => fgsmAttack(functions, epsilon);
  const pgdAt = (epsilon: number): Attack => pgdAttack(functions, { epsilon, ...PGD });
  switch (part) {
    case "fgsm":
      return curve(measuring, { title: "FGSM", attackAt: fgsmAt, epsilons: EPSILONS, images: testImages });
    case "pgd":
      return curve(measuring, { title: "PGD", attackAt: pgdAt, epsilons: PGD_EPSILONS, images: pgdImages });
    case "gallery":
      return collectGallery(network.classify, takeFirst(laboratory.test, testImages), {
        adversarialExamples: functions.adversarialExamples,
        attackAt: fgsmAt,
      });
  }
}

interface Curve {
  readonly title: string;
  readonly attackAt: (epsilon: number) => Attack;
  readonly epsilons: readonly number[];
  readonly images: number;
}

function curve(
  { record, network, laboratory }: Measuring,
  { title, attackAt, epsilons, images }: Curve,
): readonly number[] {
  const { code, test, terminal } = laboratory;
  const dataset: Dataset = takeFirst(test, images);
  const seed = deriveSeed(record.recipe.seed, "evaluation");
  let measured = 0;
  const evaluate = (attack: Attack): number => {
    terminal.status(`  ${record.name} under ${title}: ${(measured += 1)} of ${epsilons.length} epsilons`);
    const batches = batchesOf(dataset, { batchSize: RECIPE.batchSize, seed });
    const { accuracy, robustAccuracy } = code.functions;
    return robustAccuracy({ classifier: network.classify, attack, batches, accuracy });
  };
  const accuracies = code.functions.accuracyCurve({ attackAt, epsilons, evaluate });
  // Means of batches are float32; this recovers the exact fraction of images.
  return accuracies.map((accuracy) => Math.round(accuracy * dataset.count) / dataset.count);
}
