import { loadDesk, post } from "./client.ts";
import type { Answers } from "./answers.ts";
import type { Desk, Saved } from "../protocol.ts";
import { setAside } from "./state/unsaved.ts";
import type { Change, State } from "./state/state.ts";
import type { StoreOf } from "./store.ts";

/* Sends changes one at a time in their order. A change leaves the queue when it is on disk, or if it can never be taken. */

const RETRY_MS = 2000;

export interface Sender {
  readonly send: (change: Change) => void;
  /** Reads the desk anew, then sends what waits, also what was refused before. `shown` is what the page says of it. */
  readonly reload: (shown?: Partial<State>) => void;
  /** Drops what is waiting. */
  readonly discard: () => void;
}

interface Shown {
  readonly store: StoreOf<State>;
  readonly answers: Answers;
}

/** Makes the sender of a page. */
export function makeSender(page: Shown): Sender {
  const { store } = page;
  let isBusy = false;
  let stale: Partial<State> | null = null;
  // Never read the desk while a change is being saved: the older state would replace the newer one.
  const drain = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    let isDone = true;
    while (isDone && (stale !== null || store.get().queue.length > 0)) {
      const shown: Partial<State> | null = stale;
      stale = null;
      isDone = shown === null ? await sendFirst(page) : await readDesk(page, shown);
    }
    isBusy = false;
    if (store.get().problem?.kind === "offline") setTimeout(reload, RETRY_MS);
  };
  const reload = (shown: Partial<State> = {}): void => {
    stale = { ...stale, ...shown };
    void drain();
  };
  return {
    send: (change) => {
      store.set({ queue: [...store.get().queue, change] });
      if (store.get().problem === null) void drain();
    },
    reload,
    discard: () => store.set({ queue: [], problem: null, history: [], notice: "Discarded what was not saved." }),
  };
}

/** A change that waits goes on top of what was written meanwhile. Returns false if nothing can be saved now. */
async function readDesk(page: Shown, shown: Partial<State>): Promise<boolean> {
  try {
    const desk = await loadDesk();
    const { broken } = desk;
    takeDesk(page, desk, broken === null ? shown : { problem: { kind: "refused", sentence: broken } });
    if (broken === null && page.store.get().queue.length === 0) page.store.set({ problem: null });
    return broken === null;
  } catch {
    page.store.set({ problem: { kind: "offline" } });
    return false;
  }
}

/** Whether the first change is dealt with, so that the next one can be sent. */
async function sendFirst(page: Shown): Promise<boolean> {
  const { store } = page;
  const [first] = store.get().queue;
  if (first === undefined) return false;
  try {
    const reply = await post(first);
    const state = store.get();
    // It may have been discarded meanwhile.
    const queue = state.queue.filter((change) => change !== first);
    if ("saved" in reply) takeDesk(page, withSaved(state, reply.saved), { queue, problem: null });
    else if (reply.isFinal) store.set({ ...setAside(state, first, reply.refused), queue, problem: null });
    else store.set({ problem: { kind: "refused", sentence: reply.refused } });
    return "saved" in reply || reply.isFinal;
  } catch {
    store.set({ problem: { kind: "offline" } });
    return false;
  }
}

/** Shows a newer desk. The answers of a submission that was handed in again are loaded anew. */
function takeDesk({ store, answers }: Shown, desk: Desk, shown: Partial<State>): void {
  const versions = new Map(store.get().desk.submissions.map(({ key, version }) => [key, version]));
  for (const { key, version } of desk.submissions) if (versions.get(key) !== version) answers.forget(key);
  store.set({ ...shown, desk });
}

/** The desk with what the server says changed. */
function withSaved({ desk }: State, { submissions }: Saved): Desk {
  const changed = new Map(submissions.map((each) => [each.key, each]));
  return { ...desk, submissions: desk.submissions.map((each) => changed.get(each.key) ?? each) };
}
