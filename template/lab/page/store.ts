import type { State } from "./state.ts";

/** Holds the state of the page. */
export interface Store {
  readonly get: () => State;
  readonly set: (change: Partial<State>) => void;
}

/** Calls `draw` once for all changes within a task. */
export function makeStore(initial: State, draw: (state: State) => void): Store {
  let state = initial;
  let isPending = false;
  return {
    get: () => state,
    set: (change) => {
      state = { ...state, ...change };
      if (isPending) return;
      isPending = true;
      queueMicrotask(() => {
        isPending = false;
        draw(state);
      });
    },
  };
}
