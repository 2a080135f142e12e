import type { EngineChoice, Setup } from "../shared/messages.ts";
import { makeAttacks } from "./jobs/attacks.ts";
import { makeLongJobs } from "./jobs/long-jobs.ts";
import { loadSetup } from "./load.ts";
import { chosenDigit, type PlaneState, type State } from "./state.ts";
import type { Store } from "./store.ts";
import { startWorker, Stopped, type LabWorker } from "./worker-client.ts";

/** What one can do on the page. */
export interface Lab {
  readonly start: (engine: EngineChoice) => Promise<void>;
  /** A file under src/ was edited. */
  readonly takeEdit: (file: string) => void;
  /** Changes settings of the attack panel and attacks anew. */
  readonly choose: (change: Partial<State>) => void;
  readonly changePlane: (change: Partial<PlaneState>) => void;
  readonly runCurve: () => void;
  readonly runGallery: () => void;
  readonly stop: () => void;
}

/** Where the page's state meets the workers. */
export function makeLab(store: Store): Lab {
  let setup: Setup | undefined;
  let worker: LabWorker | undefined;
  const attacks = makeAttacks(store, () => worker, restart);
  const longJobs = makeLongJobs(store, () => (setup === undefined ? undefined : startWorker(setup)));

  /** A new worker imports the student's files as they are now. */
  async function restart(): Promise<void> {
    if (setup === undefined) return;
    worker?.stop();
    const started = (worker = startWorker(setup));
    try {
      const { engine, functions } = await started.ready;
      store.set({ engine, functions, start: { phase: "ready" }, reloading: false });
      attacks.refresh();
    } catch (error) {
      if (error instanceof Stopped) return;
      store.set({ start: { phase: "failed", message: messageOf(error) }, reloading: false });
    }
  }

  return {
    start: async (engine) => {
      const report = (label: string, progress: number) => store.set({ start: { phase: "loading", label, progress } });
      try {
        setup = await loadSetup(engine, (done, total) =>
          report("Loading 1 000 test digits and three models", done / total),
        );
        store.set({ data: setup });
        report("Starting the engine and your functions", 1);
        await restart();
      } catch (error) {
        store.set({ start: { phase: "failed", message: messageOf(error) } });
      }
    },
    takeEdit: (file) => {
      const { edits, curve, gallery } = store.get();
      longJobs.stop();
      store.set({
        edits: edits + 1,
        lastEdit: file,
        reloading: true,
        curve: { ...curve, running: false, outdated: curve.result !== null },
        gallery: { ...gallery, running: false, outdated: gallery.result !== null },
      });
      void restart();
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
    stop: () => longJobs.stop(),
  };
}

/** The settings of another digit: the next one that the filter lets through. */
export function nextDigit(state: State, step: 1 | -1): Partial<State> {
  const labels = state.data?.labels ?? new Uint8Array();
  const isShown = (index: number) => state.filter === null || labels[index] === state.filter;
  for (let moved = 1; moved <= labels.length; moved += 1) {
    const index = (state.index + step * moved + labels.length * moved) % labels.length;
    if (isShown(index)) return { index, source: "test" };
  }
  return {};
}

/** Whether there is a digit to attack: a blank pad is none. */
export function hasDigit(state: State): boolean {
  return chosenDigit(state).pixels.some((pixel) => pixel > 0);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
