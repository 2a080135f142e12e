import type { Dataset } from "@robustness-lab/fixtures";
import { RECIPE, type TrainingConfiguration } from "./configuration.ts";
import type { Model } from "./models.ts";
import { trainModel, type ModelTraining } from "./train-model.ts";
import type { TrainingState } from "./training-state.ts";

export interface TrainingsContext extends Pick<ModelTraining, "checkpointFolder" | "progress" | "log"> {
  readonly models: readonly Model[];
  readonly dataset: Dataset;
  readonly seed: number;
  readonly engine: string;
}

export interface TrainedModel {
  readonly model: Model;
  readonly configuration: TrainingConfiguration;
  readonly state: TrainingState;
}

/** Trains the models with the published recipe, one after the other. */
export async function trainModels(context: TrainingsContext): Promise<readonly TrainedModel[]> {
  const trained: TrainedModel[] = [];
  for (const model of context.models) {
    const configuration = configurationOf(model, context);
    trained.push({ model, configuration, state: await trainModel({ ...context, model, configuration }) });
  }
  return trained;
}

function configurationOf(model: Model, { seed, engine, dataset }: TrainingsContext): TrainingConfiguration {
  return {
    model: model.name,
    seed,
    engine,
    trainImages: dataset.count,
    ...RECIPE,
    trainingEpsilon: model.trainingEpsilon ?? null,
  };
}
