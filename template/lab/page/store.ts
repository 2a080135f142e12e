import type { State } from "./state.ts";

/** Holds the state, and tells whoever draws it of a change: once for all changes made in one go. */
export interface Store {
  readonly get: () => State;
  readonly set: (change: Partial<State>) => void;
}

/** Makes a store. */
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
