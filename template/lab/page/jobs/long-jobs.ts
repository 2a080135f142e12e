import { MODELS } from "../../shared/data.ts";
import type { CurveProgress } from "../../shared/worker-messages.ts";
import { explainError, explainOutcome } from "../explain.ts";
import { normOf, type Shown, type State, type Store } from "../state.ts";
import { Stopped, type LabWorker } from "../worker-client.ts";

/** Jobs that take seconds or minutes. Each runs in a separate worker, so that the sliders stay responsive. */
export interface LongJobs {
  readonly runCurve: () => Promise<void>;
  readonly runGallery: () => Promise<void>;
  readonly stopCurve: () => void;
  readonly stopAll: () => void;
}

/** The exercise's radii, and as many in l2. */
export const EPSILONS: Readonly<Record<"linf" | "l2", readonly number[]>> = {
  linf: [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3],
  l2: [0, 0.5, 1, 1.5, 2, 2.5, 3],
};
const GALLERY_ROWS = 5;

/** @param start starts a worker for one job; undefined before the data is loaded */
export function makeLongJobs(store: Store, start: () => LabWorker | undefined): LongJobs {
  const [curveLane, galleryLane] = [makeLane(start), makeLane(start)];
  return {
    runCurve: () => runCurve(store, curveLane),
    runGallery: () => runGallery(store, galleryLane),
    stopCurve: curveLane.stop,
    stopAll: () => {
      curveLane.stop();
      galleryLane.stop();
    },
  };
}

async function runCurve(store: Store, lane: Lane): Promise<void> {
  const { attack: kind, steps, curve, model } = store.get();
  // The course's models, and the student's if one is chosen.
  const models = [...new Set([...MODELS, model])];
  const change = (changed: Partial<State["curve"]>) => store.set({ curve: { ...store.get().curve, ...changed } });
  const onProgress = ({ done, total, points }: CurveProgress) => change({ progress: done / total, points });
  change({ running: true, progress: 0, points: [], result: null, kind, models, outdated: false });
  const epsilons = EPSILONS[normOf(kind)];
  const request = { kind: "curve", models, attack: { kind, steps }, epsilons, count: curve.count } as const;
  const result = await lane.run(async (worker) => explainOutcome(await worker.ask(request, { onProgress })));
  change({ running: false, ...(result && { result }) });
}

async function runGallery(store: Store, lane: Lane): Promise<void> {
  const { attack: kind, steps, model } = store.get();
  const change = (changed: Partial<State["gallery"]>) => store.set({ gallery: { ...store.get().gallery, ...changed } });
  change({ running: true, model, kind, outdated: false });
  const epsilons = EPSILONS[normOf(kind)];
  const request = { kind: "gallery", model, attack: { kind, steps }, epsilons, rows: GALLERY_ROWS } as const;
  const result = await lane.run(async (worker) => explainOutcome(await worker.ask(request)));
  change({ running: false, ...(result && { result }) });
}

/** Runs one job at a time: a new job stops the previous one. */
interface Lane {
  /** @returns the result, or undefined if the job was stopped */
  readonly run: <T>(ask: (worker: LabWorker) => Promise<Shown<T>>) => Promise<Shown<T> | undefined>;
  readonly stop: () => void;
}

function makeLane(start: () => LabWorker | undefined): Lane {
  let worker: LabWorker | undefined;
  const stop = (): void => worker?.stop();
  return {
    stop,
    run: async (ask) => {
      stop();
      const mine = (worker = start());
      if (mine === undefined) return undefined;
      try {
        await mine.ready;
        return await ask(mine);
      } catch (error) {
        return error instanceof Stopped ? undefined : { ok: false, problem: await explainError(error) };
      } finally {
        mine.stop();
      }
    },
  };
}
