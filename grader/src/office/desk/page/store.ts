/** Holds the state of the page. */
export interface StoreOf<State> {
  readonly get: () => State;
  readonly set: (change: Partial<State>) => void;
}

/** Calls `draw` once for all changes within a task. */
export function makeStore<State>(initial: State, draw: (state: State) => void): StoreOf<State> {
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
