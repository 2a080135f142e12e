import type { AttackRequest, PlaneRequest } from "../../shared/messages.ts";
import { explain, shown } from "../explain.ts";
import { EPSILONS_OF_PLANE, planePoints, weightsOf } from "../plane-data.ts";
import { chosenDigit, normOf, type ShownAttack, type ShownPlane, type State } from "../state.ts";
import type { Store } from "../store.ts";
import { Stopped, Unanswered, type LabWorker } from "../worker-client.ts";

/** What follows every move of a slider. */
export interface Attacks {
  readonly refresh: () => void;
  readonly refreshAttack: () => void;
  readonly refreshPlane: () => void;
}

/** No attack on one digit takes so long, unless it never ends. */
const LIMIT_MS = 10_000;

/** Keeps the attack and the plane in step with their settings. A worker that hangs is replaced. */
export function makeAttacks(store: Store, current: () => LabWorker | undefined, replace: () => Promise<void>): Attacks {
  const refreshAttack = latestOnly(async () => {
    const state = store.get();
    const worker = current();
    if (worker === undefined) return;
    try {
      const request = attackRequest(state);
      store.set({ attacked: await attack(worker, request), attackProblem: null });
    } catch (error) {
      await recover(error);
    }
  });
  const refreshPlane = latestOnly(async () => {
    const worker = current();
    if (worker === undefined) return;
    try {
      const shownPlane = await computePlane(worker, planeRequest(store.get()));
      store.set({ plane: { ...store.get().plane, shown: shownPlane } });
    } catch (error) {
      await recover(error);
    }
  });

  async function recover(error: unknown): Promise<void> {
    if (error instanceof Stopped) return;
    const { name, message, stack = "" } = error instanceof Error ? error : new Error(String(error));
    store.set({ attackProblem: await explain({ kind: "error", error: { name, message, stack } }) });
    // Its worker is gone. The next move of a slider, or the next edit, tries again.
    if (error instanceof Unanswered) await replace();
  }

  return {
    refresh: () => {
      refreshAttack();
      refreshPlane();
    },
    refreshAttack,
    refreshPlane,
  };
}

/** Runs once more after the last call, however many there were meanwhile: a slider is faster than an attack. */
function latestOnly(run: () => Promise<void>): () => void {
  let isRunning = false;
  let isWanted = false;
  const loop = async (): Promise<void> => {
    isRunning = true;
    while (isWanted) {
      isWanted = false;
      await run();
    }
    isRunning = false;
  };
  return () => {
    isWanted = true;
    if (!isRunning) void loop();
  };
}

function attackRequest(state: State): AttackRequest {
  const { model, attack: kind, epsilon, steps } = state;
  return { kind: "attack", model, attack: { kind, epsilon: epsilon[normOf(kind)], steps }, ...chosenDigit(state) };
}

async function attack(worker: LabWorker, request: AttackRequest): Promise<ShownAttack> {
  const { label, before, attacked, parts } = await worker.ask(request, { limitMs: LIMIT_MS });
  const { kind, epsilon } = request.attack;
  const outcomes = { before: await shown(before), attacked: await shown(attacked) };
  return { model: request.model, kind, epsilon, pixels: request.pixels, label, parts, ...outcomes };
}

function planeRequest({ plane }: State): PlaneRequest {
  const { points, labels } = planePoints();
  const { norm, loss, epsilon } = plane;
  return { kind: "plane", w: weightsOf(plane), points, labels, norm, loss, epsilon, epsilons: EPSILONS_OF_PLANE };
}

async function computePlane(worker: LabWorker, request: PlaneRequest): Promise<ShownPlane> {
  const { worst, fgsm, maxima, curves } = await worker.ask(request, { limitMs: LIMIT_MS });
  return {
    request,
    worst: await shown(worst),
    fgsm: await shown(fgsm),
    maxima: await shown(maxima),
    curves: await Promise.all(curves.map(async ({ name, values }) => ({ name, values: await shown(values) }))),
  };
}
