import { MODELS, type Model } from "../shared/data.ts";
import type { EngineChoice } from "../shared/worker-messages.ts";
import { makeAttacks } from "./jobs/attacks.ts";
import { makeLongJobs } from "./jobs/long-jobs.ts";
import { makeTraining } from "./jobs/training.ts";
import { makeLiveWorker } from "./live-worker.ts";
import { makeResults } from "./results.ts";
import { chosenDigit, type PlaneState, type State, type Store, type TrainingSettings } from "./state.ts";

/** The actions of the page. */
export interface Lab {
  readonly start: (engine: EngineChoice) => Promise<void>;
  /** Reloads the student's functions after an edit of a file under src/. */
  readonly takeEdit: (file: string) => void;
  /** Changes settings of the attack panel and attacks again. */
  readonly choose: (change: Partial<State>) => void;
  readonly changePlane: (change: Partial<PlaneState>) => void;
  readonly runCurve: () => void;
  readonly runGallery: () => void;
  readonly stopCurve: () => void;
  /** Reads the results again. */
  readonly refreshResults: () => Promise<void>;
  readonly changeTraining: (change: Partial<TrainingSettings>) => void;
  /** @returns when it has ended */
  readonly train: (isFresh: boolean) => Promise<void>;
  readonly stopTraining: () => void;
}

/** Connects the page's state to the workers. */
export function makeLab(store: Store): Lab {
  const worker = makeLiveWorker(store, () => attacks.refresh());
  const attacks = makeAttacks(store, worker);
  const longJobs = makeLongJobs(store, worker.startAnother);
  const refreshResults = makeResults(store, (models, changed) => {
    worker.setYours(models);
    const isUsed = changed.includes(store.get().model);
    store.set(afterTraining(store.get(), models, changed));
    if (isUsed) attacks.refreshAttack();
  });
  const training = makeTraining(store, refreshResults);
  return {
    start: async (engine) => {
      await Promise.all([refreshResults(), worker.load(engine)]);
    },
    refreshResults,
    takeEdit: (file) => {
      longJobs.stopAll();
      store.set(afterEdit(store.get(), file));
      void worker.restart();
      void refreshResults();
    },
    choose: (change) => {
      store.set(change);
      attacks.refreshAttack();
    },
    changePlane: (change) => {
      store.set({ plane: { ...store.get().plane, ...change } });
      attacks.refreshPlane();
    },
    runCurve: () => void longJobs.runCurve(),
    runGallery: () => void longJobs.runGallery(),
    stopCurve: longJobs.stopCurve,
    changeTraining: (change) => store.set({ training: { ...store.get().training, ...change, problem: null } }),
    train: training.start,
    stopTraining: training.stop,
  };
}

function afterEdit({ edits, curve, gallery }: State, file: string): Partial<State> {
  return {
    edits: edits + 1,
    lastEdit: file,
    reloading: true,
    curve: { ...curve, running: false, outdated: curve.result !== null },
    gallery: { ...gallery, running: false, outdated: gallery.result !== null },
  };
}

/** Marks what was computed with models that have changed. A chosen model that is gone is replaced. */
function afterTraining(state: State, models: readonly Model[], changed: readonly string[]): Partial<State> {
  const { curve, gallery, model } = state;
  const isThere = [...MODELS, ...models.map(({ id }) => id)].some((id) => id === model);
  const isCurveOld = curve.result !== null && curve.models.some((id) => changed.includes(id));
  const isGalleryOld = gallery.result !== null && changed.includes(gallery.model);
  return {
    ...(!isThere && { model: "lenet" }),
    ...(isCurveOld && { curve: { ...curve, outdated: true } }),
    ...(isGalleryOld && { gallery: { ...gallery, outdated: true } }),
  };
}

/** The settings that select the next or previous digit that passes the filter. */
export function nextDigit(state: State, step: 1 | -1): Partial<State> {
  const labels = state.data?.labels ?? new Uint8Array();
  const isShown = (index: number) => state.filter === null || labels[index] === state.filter;
  for (let moved = 1; moved <= labels.length; moved += 1) {
    const index = (state.index + step * moved + labels.length * moved) % labels.length;
    if (isShown(index)) return { index, source: "test" };
  }
  return {};
}

/** False if the drawing pad is blank, so there is nothing to attack. */
export function hasDigit(state: State): boolean {
  return chosenDigit(state).pixels.some((pixel) => pixel > 0);
}
