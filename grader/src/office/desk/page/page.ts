import type { Answers } from "./answers.ts";
import type { Sender } from "./sender.ts";
import type { State } from "./state/state.ts";
import type { StoreOf } from "./store.ts";

/** What actions work on. */
export interface Page {
  readonly store: StoreOf<State>;
  readonly sender: Sender;
  readonly answers: Answers;
  /** Saves what is being typed a moment later. */
  readonly later: Later;
}

export interface Later {
  readonly call: (action: () => void) => void;
  readonly cancel: () => void;
}

/** Calls the last action once there was none for a while. */
export function makeLater(ms: number): Later {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const cancel = (): void => clearTimeout(timer);
  return {
    cancel,
    call: (action) => {
      cancel();
      timer = setTimeout(action, ms);
    },
  };
}

/** Moves the focus from a field back to the answer, where keys mark. */
export function focusAnswer(): void {
  document.querySelector<HTMLElement>("#answer")?.focus({ preventScroll: true });
}
