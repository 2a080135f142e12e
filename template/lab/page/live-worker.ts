import type { Model } from "../shared/data.ts";
import { messageOf } from "../shared/errors.ts";
import { fractionOf } from "../shared/fraction.ts";
import type { EngineChoice, Setup } from "../shared/worker-messages.ts";
import { makeWorker, prepareWorker } from "./spare-worker.ts";
import { loadSetup } from "./load.ts";
import type { Store } from "./state.ts";
import { startWorker, Stopped, Unanswered, type LabWorker } from "./worker-client.ts";

/** The worker behind the attack and plane panels. It is replaced after each edit, or when it hangs. */
export interface LiveWorker {
  /** Loads the data, then starts the worker. */
  readonly load: (engine: EngineChoice) => Promise<void>;
  /** Starts a new worker, which imports the student's current files. */
  readonly restart: () => Promise<void>;
  /** @returns undefined before the first start */
  readonly current: () => LabWorker | undefined;
  /** Replaces the student's models, beside those of the course. */
  readonly setYours: (models: readonly Model[]) => void;
  /** Starts a second worker with the same setup, for a long job. @returns undefined before the data is loaded */
  readonly startAnother: () => LabWorker | undefined;
}

/** The worker of the next edit starts when the first pictures are drawn. */
const NEXT_MS = 300;

/** Creates the live worker, which records the engine, the functions and the phase of the start in the store. */
export function makeLiveWorker(store: Store, onReady: () => void): LiveWorker {
  const prepareNext = makePreparer();
  let setup: Setup | undefined;
  let worker: LabWorker | undefined;
  let yours: readonly Model[] = [];

  async function restart(): Promise<void> {
    if (setup === undefined) return;
    worker?.stop();
    const started = (worker = startWorker(merged(setup, yours)));
    try {
      const { engine, functions } = await started.ready;
      setup = { ...setup, decided: engine };
      store.set({ engine, functions, start: { phase: "ready" }, reloading: false });
      onReady();
      prepareNext(setup);
    } catch (error) {
      if (error instanceof Stopped) return;
      if (!(error instanceof Unanswered && isUndecided(setup))) return fail(store, error);
      // A graphics driver that hangs blocks the engine, even if it was reported as available.
      setup = { ...setup, decided: { name: "wasm", why: "The engine of the graphics card did not answer" } };
      return restart();
    }
  }

  return {
    load: async (engine) => {
      prepareWorker({ engine, decided: null });
      setup = await loadWithProgress(store, engine).catch((error: unknown) => fail(store, error));
      await restart();
    },
    restart,
    current: () => worker,
    setYours: (models) => {
      yours = models;
      if (setup !== undefined) worker?.setModels(merged(setup, yours).models);
    },
    startAnother: () => (setup === undefined ? undefined : startWorker(merged(setup, yours), makeWorker())),
  };
}

/** Prepares the worker of the next edit a moment after the last call. */
function makePreparer(): (setup: Setup) => void {
  let next: ReturnType<typeof setTimeout> | undefined;
  return ({ engine, decided }) => {
    clearTimeout(next);
    next = setTimeout(() => prepareWorker({ engine, decided }), NEXT_MS);
  };
}

function isUndecided({ engine, decided }: Setup): boolean {
  return engine === "auto" && decided === null;
}

function merged(course: Setup, yours: readonly Model[]): Setup {
  return { ...course, models: [...course.models, ...yours] };
}

async function loadWithProgress(store: Store, engine: EngineChoice): Promise<Setup> {
  const report = (label: string, progress: number) => store.set({ start: { phase: "loading", label, progress } });
  const setup = await loadSetup(engine, (done, total) =>
    report("Loading 1 000 test digits and three models", fractionOf(done, total)),
  );
  store.set({ data: setup });
  report("Starting the engine and loading your functions", 1);
  return setup;
}

function fail(store: Store, error: unknown): undefined {
  store.set({ start: { phase: "failed", message: messageOf(error) }, reloading: false });
}
