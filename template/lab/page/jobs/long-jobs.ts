import type { CurveProgress } from "../../shared/messages.ts";
import { explain, shown } from "../explain.ts";
import { normOf, type Shown, type State } from "../state.ts";
import type { Store } from "../store.ts";
import { Stopped, type LabWorker } from "../worker-client.ts";

/** What takes seconds or minutes, in a worker of its own, so that the sliders stay quick. */
export interface LongJobs {
  readonly runCurve: () => Promise<void>;
  readonly runGallery: () => Promise<void>;
  readonly stop: () => void;
}

/** The radii of the sheet, and as many in l2. */
export const EPSILONS: Readonly<Record<"linf" | "l2", readonly number[]>> = {
  linf: [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3],
  l2: [0, 0.5, 1, 1.5, 2, 2.5, 3],
};
export const GALLERY_ROWS = 5;

/** Runs long jobs, one at a time. */
export function makeLongJobs(store: Store, start: () => LabWorker | undefined): LongJobs {
  let worker: LabWorker | undefined;

  function stop(): void {
    worker?.stop();
    worker = undefined;
  }

  /** Gives the result of a job; undefined when it was stopped. */
  async function run<T>(ask: (asked: LabWorker) => Promise<Shown<T>>): Promise<Shown<T> | undefined> {
    stop();
    const mine = (worker = start());
    if (mine === undefined) return undefined;
    try {
      await mine.ready;
      return await ask(mine);
    } catch (error) {
      if (error instanceof Stopped) return undefined;
      const { name, message, stack = "" } = error instanceof Error ? error : new Error(String(error));
      return { ok: false, problem: await explain({ kind: "error", error: { name, message, stack } }) };
    } finally {
      mine.stop();
    }
  }

  return {
    runCurve: async () => {
      const { attack: kind, steps, curve } = store.get();
      const change = (changed: Partial<State["curve"]>) => store.set({ curve: { ...store.get().curve, ...changed } });
      const onProgress = ({ done, total, points }: CurveProgress) => change({ progress: done / total, points });
      change({ running: true, progress: 0, points: [], result: null, kind, outdated: false });
      const request = {
        kind: "curve",
        attack: { kind, steps },
        epsilons: EPSILONS[normOf(kind)],
        count: curve.count,
      } as const;
      const result = await run(async (asked) => shown(await asked.ask(request, { onProgress })));
      change({ running: false, ...(result && { result }) });
    },
    runGallery: async () => {
      const { attack: kind, steps, model } = store.get();
      const change = (changed: Partial<State["gallery"]>) =>
        store.set({ gallery: { ...store.get().gallery, ...changed } });
      change({ running: true, model, kind, outdated: false });
      const request = {
        kind: "gallery",
        model,
        attack: { kind, steps },
        epsilons: EPSILONS[normOf(kind)],
        rows: GALLERY_ROWS,
      } as const;
      const result = await run(async (asked) => shown(await asked.ask(request)));
      change({ running: false, ...(result && { result }) });
    },
    stop,
  };
}
