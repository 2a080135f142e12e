import type { AttackRequest, PlaneRequest } from "../../shared/worker-messages.ts";
import { explainError, explainOutcome } from "../explain.ts";
import type { LiveWorker } from "../live-worker.ts";
import { EPSILONS_OF_PLANE, planePoints, weightsOf } from "../plane-data.ts";
import { chosenDigit, normOf, type ShownAttack, type ShownPlane, type State, type Store } from "../state.ts";
import { Stopped, Unanswered, type LabWorker } from "../worker-client.ts";

/** Results that are recomputed whenever a slider moves. */
export interface Attacks {
  readonly refresh: () => void;
  readonly refreshAttack: () => void;
  readonly refreshPlane: () => void;
}

/** Much longer than any attack on one digit needs, except an endless loop. */
const LIMIT_MS = 10_000;

/** Keeps the attack and the plane up to date with their settings. Replaces the worker if it hangs. */
export function makeAttacks(store: Store, { current, restart }: Pick<LiveWorker, "current" | "restart">): Attacks {
  const refresher = (compute: (worker: LabWorker, state: State) => Promise<Partial<State>>) =>
    latestOnly(async () => {
      const worker = current();
      // A worker that is still starting refreshes when it is ready.
      if (worker === undefined || !(await isReady(worker))) return;
      try {
        store.set(await compute(worker, store.get()));
      } catch (error) {
        if (error instanceof Stopped) return;
        store.set({ attackProblem: await explainError(error) });
        // The worker has been terminated. The next move of a slider or the next edit starts a new one.
        if (error instanceof Unanswered) await restart();
      }
    });
  const refreshAttack = refresher(async (worker, state) => ({
    attacked: await attack(worker, attackRequest(state)),
    attackProblem: null,
  }));
  const refreshPlane = refresher(async (worker, state) => {
    const shown = await computePlane(worker, planeRequest(state));
    return { plane: { ...store.get().plane, shown } };
  });
  return {
    refresh: () => {
      refreshAttack();
      refreshPlane();
    },
    refreshAttack,
    refreshPlane,
  };
}

function isReady({ ready }: LabWorker): Promise<boolean> {
  return ready.then(
    () => true,
    () => false,
  );
}

/** Merges all calls during a run into one more run, because a slider moves faster than an attack is computed. */
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
  const outcomes = { before: await explainOutcome(before), attacked: await explainOutcome(attacked) };
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
    worst: await explainOutcome(worst),
    fgsm: await explainOutcome(fgsm),
    maxima: await explainOutcome(maxima),
    curves: await Promise.all(curves.map(async ({ name, values }) => ({ name, values: await explainOutcome(values) }))),
  };
}
