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
  /** Sends what is waiting, also what was refused before. */
  readonly retry: () => void;
  /** Drops what is waiting. */
  readonly discard: () => void;
}

interface Shown {
  readonly store: StoreOf<State>;
  readonly answers: Answers;
}

/** Makes the sender of a page. */
export function makeSender(store: StoreOf<State>, answers: Answers): Sender {
  let isSending = false;
  const drain = async (): Promise<void> => {
    if (isSending) return;
    isSending = true;
    if (store.get().problem === null || (await isReloaded({ store, answers }))) {
      while (store.get().queue.length > 0 && (await sendFirst(store)));
    }
    isSending = false;
    if (store.get().problem?.kind === "offline") setTimeout(() => void drain(), RETRY_MS);
  };
  return {
    send: (change) => {
      store.set({ queue: [...store.get().queue, change] });
      if (store.get().problem === null) void drain();
    },
    retry: () => void drain(),
    discard: () => store.set({ queue: [], problem: null, history: [], notice: "Discarded what was not saved." }),
  };
}

/** Shows a newer desk. What waits for a submission that was handed in again is put aside: nobody has seen its answers. */
export function takeDesk({ store, answers }: Shown, desk: Desk): void {
  const versions = new Map(store.get().desk.submissions.map(({ key, version }) => [key, version]));
  const renewed = desk.submissions.filter(({ key, version }) => versions.get(key) !== version).map(({ key }) => key);
  for (const key of renewed) answers.forget(key);
  store.set({ desk });
  for (const waiting of store.get().queue) {
    const { to, body } = waiting;
    const keys = to === "marks" ? body.entries.map(({ key }) => key) : to === "submission" ? [body.key] : [];
    if (!keys.some((key) => renewed.includes(key))) continue;
    const why = "handed in again meanwhile: read the new answers, then mark them";
    store.set({ ...setAside(store.get(), waiting, why), queue: without(store.get().queue, waiting) });
  }
}

/** Reads the marks anew after a problem: a change goes on top of what was written meanwhile. */
async function isReloaded(page: Shown): Promise<boolean> {
  const { store } = page;
  try {
    takeDesk(page, await loadDesk());
    if (store.get().queue.length === 0) store.set({ problem: null });
    return true;
  } catch {
    store.set({ problem: { kind: "offline" } });
    return false;
  }
}

/** Whether the first change is dealt with, so that the next one can be sent. */
async function sendFirst(store: StoreOf<State>): Promise<boolean> {
  const [first] = store.get().queue;
  if (first === undefined) return false;
  try {
    const reply = await post(first);
    const state = store.get();
    // It may have been discarded meanwhile.
    const queue = without(state.queue, first);
    if ("saved" in reply) store.set({ ...withSaved(state, reply.saved), queue, problem: null });
    else if (reply.isFinal) store.set({ ...setAside(state, first, reply.refused), queue, problem: null });
    else store.set({ problem: { kind: "refused", sentence: reply.refused } });
    return "saved" in reply || reply.isFinal;
  } catch {
    store.set({ problem: { kind: "offline" } });
    return false;
  }
}

function without(queue: readonly Change[], sent: Change): readonly Change[] {
  return queue.filter((change) => change !== sent);
}

/** The desk with what the server says changed. */
function withSaved({ desk }: State, { submissions }: Saved): Pick<State, "desk"> {
  const changed = new Map(submissions.map((each) => [each.key, each]));
  return {
    desk: {
      ...desk,
      submissions: desk.submissions.map((each) => changed.get(each.key) ?? each),
    },
  };
}
