import { renderCheckpoint, type Checkpoint } from "../../../experiments/records/checkpoint.ts";
import { sizesOf } from "../../../experiments/experiment.ts";
import type { Recipe } from "../../../experiments/training/recipe.ts";
import { messageOf } from "../../shared/errors.ts";
import type { Problem } from "../../shared/worker-messages.ts";
import { explain, explainError } from "../explain.ts";
import { saveCheckpoint } from "../files.ts";
import { loadImages } from "../load.ts";
import { planOf } from "../plan.ts";
import type { Store, TrainingRun } from "../state.ts";
import { startTrainer, trainerEngine, type Trainer, type TrainingEvents } from "../trainer-client.ts";
import { Stopped } from "../worker-client.ts";

/** The training of the panel. One runs at a time. */
export interface Training {
  /** Trains the model of the settings, from its checkpoint unless `isFresh`. */
  readonly start: (isFresh: boolean) => Promise<void>;
  readonly stop: () => void;
}

/** @param refresh brings the results in the store up to date */
export function makeTraining(store: Store, refresh: () => Promise<void>): Training {
  let trainer: Trainer | undefined;
  const begin = (): Trainer => (trainer = startTrainer());
  return {
    start: async (isFresh) => {
      const { name, recipe } = planOf(store.get());
      set(store, { run: newRun(name, recipe), problem: null });
      try {
        const problem = await run({ store, refresh, begin, isFresh });
        if (problem !== null) set(store, { problem: { name, problem: await explain(problem) } });
      } catch (error) {
        if (!(error instanceof Stopped)) set(store, { problem: { name, problem: await explainError(error) } });
      } finally {
        trainer?.stop();
        await refresh();
        set(store, { run: null });
      }
    },
    stop: () => trainer?.stop(),
  };
}

interface Running {
  readonly store: Store;
  readonly refresh: () => Promise<void>;
  readonly begin: () => Trainer;
  readonly isFresh: boolean;
}

async function run(running: Running): Promise<Problem | null> {
  const { store, refresh, isFresh } = running;
  const { name, recipe } = planOf(store.get());
  const { trainImages, testImages } = sizesOf(recipe);
  const images = Promise.all([loadImages("train", trainImages), loadImages("test", testImages)]);
  images.catch(() => {});
  const trainer = await startOnCurrentCode(running);
  const [dataset, test] = await images;
  const { found, status } = planOf(store.get());
  // The result to continue has changed meanwhile, so the panel shows the new one instead.
  if (!isFresh && status !== "begun") return null;
  const { code } = store.get();
  const state = isFresh ? null : (found?.checkpoint.state ?? null);
  const { losses = [], accuracies = [], epoch = 0 } = state ?? {};
  const before = losses.length;
  setRun(store, { code, losses, accuracies, epoch, before, startedMs: performance.now() });
  const saver = makeSaver(store, name, { recipe, engine: trainerEngine(), code }, refresh);
  const problem = await trainer.train({ recipe, state, dataset, test }, events(store, saver.save));
  await saver.saved();
  return problem;
}

/** Starts a trainer whose functions are certainly those of the digest in the store: src/ may be edited meanwhile. */
async function startOnCurrentCode({ store, refresh, begin }: Running): Promise<Trainer> {
  for (;;) {
    const trainer = begin();
    await refresh();
    const { code } = store.get();
    await trainer.ready;
    await refresh();
    if (store.get().code === code) return trainer;
    trainer.stop();
  }
}

function events(store: Store, save: (state: Checkpoint["state"], seconds: number) => void): TrainingEvents {
  return {
    onSteps: (losses) => setRun(store, { losses: [...(store.get().training.run?.losses ?? []), ...losses] }),
    onEpoch: ({ state, seconds }) => {
      setRun(store, { losses: state.losses, accuracies: state.accuracies, epoch: state.epoch });
      save(state, seconds);
    },
  };
}

/** Saves epochs one after the other. A failure is shown, and the next epoch tries again with everything. */
function makeSaver(store: Store, name: string, origin: Omit<Checkpoint, "state">, refresh: () => Promise<void>) {
  let last = Promise.resolve();
  const write = async (state: Checkpoint["state"], seconds: number): Promise<void> => {
    try {
      await saveCheckpoint(name, renderCheckpoint({ ...origin, state }), seconds);
      setRun(store, { unsaved: null });
      await refresh();
    } catch (error) {
      setRun(store, { unsaved: messageOf(error) });
    }
  };
  return {
    save: (state: Checkpoint["state"], seconds: number): void => {
      last = last.then(() => write(state, seconds));
    },
    /** @throws Error if the last epoch could not be saved */
    saved: async (): Promise<void> => {
      await last;
      const unsaved = store.get().training.run?.unsaved ?? null;
      if (unsaved !== null) throw new Error(`results/${name} could not be saved. ${unsaved}`);
    },
  };
}

function newRun(name: string, recipe: Recipe): TrainingRun {
  const nothing = { losses: [], accuracies: [], epoch: 0, before: 0, unsaved: null };
  return { name, recipe, code: null, startedMs: null, ...nothing };
}

function setRun(store: Store, change: Partial<TrainingRun>): void {
  const { run: before } = store.get().training;
  if (before !== null) set(store, { run: { ...before, ...change } });
}

function set(store: Store, change: Partial<ReturnType<Store["get"]>["training"]>): void {
  store.set({ training: { ...store.get().training, ...change } });
}
