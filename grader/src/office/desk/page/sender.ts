import { post } from "./client.ts";
import type { Saved } from "../protocol.ts";
import type { Change, State } from "./state/state.ts";
import type { StoreOf } from "./store.ts";

/* Sends changes one at a time in their order. A change leaves the queue when it is on disk. */

const RETRY_MS = 2000;

export interface Sender {
  readonly send: (change: Change) => void;
  /** Sends what is waiting, also what was refused before. */
  readonly retry: () => void;
  /** Drops what is waiting. */
  readonly discard: () => void;
}

/** Makes the sender of a page. */
export function makeSender(store: StoreOf<State>): Sender {
  let isSending = false;
  const drain = async (): Promise<void> => {
    if (isSending) return;
    isSending = true;
    while (store.get().queue.length > 0 && (await sendFirst(store)));
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

/** Whether the first change is on disk. */
async function sendFirst(store: StoreOf<State>): Promise<boolean> {
  const [first] = store.get().queue;
  if (first === undefined) return false;
  try {
    const reply = await post(first);
    if ("refused" in reply) store.set({ problem: { kind: "refused", sentence: reply.refused } });
    // It may have been discarded meanwhile.
    else store.set({ ...withSaved(store.get(), reply.saved), queue: without(store.get().queue, first), problem: null });
    return "saved" in reply;
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
