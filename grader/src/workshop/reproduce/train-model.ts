import { readCheckpoint, writeCheckpoint } from "./checkpoint-files.ts";
import type { Progress, Stage } from "./stage-progress.ts";
import { initialState, trainEpoch, type EpochContext } from "./train-epoch.ts";
import type { TrainingState } from "./training-state.ts";

export interface ModelTraining extends Omit<EpochContext, "onStep"> {
  readonly checkpointFolder: string;
  readonly progress: Progress;
  readonly log: (line: string) => void;
}

/** Trains a model, from its checkpoint if there is one; writes a checkpoint after each epoch. */
export async function trainModel(training: ModelTraining): Promise<TrainingState> {
  const { configuration, checkpointFolder, progress } = training;
  let state = await startingState(training);
  if (state.epoch >= configuration.epochs) return state;
  const stage = progress(stageOf(training, state));
  const onStep = (loss: number): void => stage.advance(`loss ${loss.toFixed(3)}`);
  while (state.epoch < configuration.epochs) {
    state = await trainEpoch(state, { ...training, onStep });
    await writeCheckpoint(checkpointFolder, configuration, state);
  }
  stage.end();
  return state;
}

async function startingState({ model, configuration, checkpointFolder, log }: ModelTraining): Promise<TrainingState> {
  const checkpoint = await readCheckpoint(checkpointFolder, configuration);
  switch (checkpoint.found) {
    case "none":
      return initialState(model, configuration);
    case "unusable":
      log(`${model.title}: starting over, the checkpoint ${checkpoint.path} cannot be used (${checkpoint.reason}).`);
      return initialState(model, configuration);
    case "state":
      log(`${model.title}: ${checkpoint.state.epoch} of ${configuration.epochs} epochs are done already.`);
      return checkpoint.state;
  }
}

function stageOf({ model, configuration, dataset }: ModelTraining, state: TrainingState): Stage {
  const steps = Math.ceil(dataset.count / configuration.batchSize);
  return {
    title: model.title,
    unit: "steps",
    total: steps * configuration.epochs,
    doneBefore: steps * state.epoch,
    lineEvery: steps,
  };
}
