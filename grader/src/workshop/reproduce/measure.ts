import { deriveSeed, takeFirst, type Dataset } from "@robustness-lab/fixtures";
import { configurationHash } from "./configuration.ts";
import { measureCurve, PGD, pgdAttack, type CurveContext, type CurvePoint } from "./evaluate.ts";
import { disposeNetwork } from "./models.ts";
import { FGSM_EPSILONS, PGD_EPSILONS, publishedCurve } from "./published.ts";
import type { ModelResult } from "./reproduction.ts";
import type { Progress } from "./stage-progress.ts";
import { fgsmAttack } from "./train-epoch.ts";
import type { TrainedModel } from "./train-models.ts";

export interface MeasureContext {
  readonly dataset: Dataset;
  /** The number of images for PGD, from the start of the dataset. */
  readonly pgdImages: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly progress: Progress;
}

/** Measures a trained model under FGSM and PGD. */
export function measureModel({ model, configuration, state }: TrainedModel, context: MeasureContext): ModelResult {
  const network = model.networkOf(state.weights);
  const classifier = network.classify;
  const { seed, batchSize, dataset, pgdImages } = context;
  const shared = { classifier, batchSize, seed: deriveSeed(seed, model.name) };
  try {
    const fgsm = measured(`${model.title}, FGSM`, context, {
      ...shared,
      dataset,
      attackAt: fgsmAttack,
      epsilons: FGSM_EPSILONS,
    });
    const pgd = measured(`${model.title}, PGD-${PGD.steps}`, context, {
      ...shared,
      dataset: takeFirst(dataset, pgdImages),
      attackAt: pgdAttack,
      epsilons: PGD_EPSILONS,
    });
    const { name, title } = model;
    const { losses } = state;
    return { name, title, configuration: configurationHash(configuration), fgsm: compared(fgsm, name), pgd, losses };
  } finally {
    disposeNetwork(network);
  }
}

function measured(
  title: string,
  { progress }: MeasureContext,
  context: Omit<CurveContext, "onEpsilon">,
): readonly CurvePoint[] {
  const stage = progress({ title, unit: "epsilons", total: context.epsilons.length, doneBefore: 0, lineEvery: 1 });
  const onEpsilon = (accuracy: number): void => stage.advance(`accuracy ${accuracy.toFixed(3)}`);
  const points = measureCurve({ ...context, onEpsilon });
  stage.end();
  const { count } = context.dataset;
  // Means of batches are float32; this recovers the exact fraction of images.
  return points.map(({ epsilon, accuracy }) => ({ epsilon, accuracy: Math.round(accuracy * count) / count }));
}

function compared(points: readonly CurvePoint[], name: ModelResult["name"]): ModelResult["fgsm"] {
  const published = publishedCurve(name);
  return points.map((point, index) => ({ ...point, published: published[index]?.accuracy ?? NaN }));
}
