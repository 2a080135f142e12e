import type { Outcome } from "./keeper.ts";

/** What a student should know of the storage: nothing, or a sentence. */
interface StorageStatus {
  readonly kind: "kept" | "private" | "almost full" | Exclude<Outcome, "kept">;
  readonly sentence: string | null;
}

export interface StorageWatch {
  readonly status: () => StorageStatus;
  /** @returns ends the subscription */
  readonly subscribe: (listener: (status: StorageStatus) => void) => () => void;
  /** The outcome of a write. */
  readonly report: (outcome: Outcome) => void;
}

const SAVE = "Download your hand-in zip now; it can be taken in again.";
const SENTENCES: Readonly<Record<StorageStatus["kind"], string | null>> = {
  kept: null,
  private: `This looks like a private window: your work is deleted when it closes. ${SAVE}`,
  "almost full": `The browser's storage is almost full. Free some space, or your next edits are not kept. ${SAVE}`,
  full: `The browser's storage is full: your last edits are only in this tab. ${SAVE} Then free some space.`,
  failed: `The browser does not keep your work: it is only in this tab. ${SAVE}`,
  cleared: `The browser has deleted the stored files of this page; they are stored again from this tab. ${SAVE}`,
};

const LITTLE_BYTES = 20 * 2 ** 20;

/** Watches whether the work is kept. */
export function watchStorage(): StorageWatch {
  let kind: StorageStatus["kind"] = "kept";
  let [isCleared, threat]: [boolean, StorageStatus["kind"]] = [false, "kept"];
  const listeners = new Set<(status: StorageStatus) => void>();
  const status = (): StorageStatus => ({ kind, sentence: SENTENCES[kind] });
  const set = (next: StorageStatus["kind"]): void => {
    if (next === kind) return;
    kind = next;
    for (const listener of listeners) listener(status());
  };
  const check = async (): Promise<void> => {
    threat = await threatOf();
    if (kind === "kept") set(threat);
  };
  // Browsers that don't say keep the work all the same.
  check().catch(() => {});
  let isAsked = false;
  return {
    status,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    report: (outcome) => {
      isCleared ||= outcome === "cleared";
      set(outcome !== "kept" ? outcome : isCleared ? "cleared" : threat);
      if (isAsked) return;
      isAsked = true;
      // A browser clears the storage of pages that may persist last, or never.
      (navigator as MaybeStorage).storage?.persist().catch(() => {});
    },
  };
}

/** A page that is neither https nor localhost has no such interface. */
interface MaybeStorage {
  readonly storage?: StorageManager;
}

async function threatOf(): Promise<StorageStatus["kind"]> {
  if (await isPrivate()) return "private";
  const { quota = Infinity, usage = 0 } = await navigator.storage.estimate();
  return quota - usage < LITTLE_BYTES ? "almost full" : "kept";
}

/** Private windows of Firefox and Safari have no file system of their own. Chromium lets no page know. */
function isPrivate(): Promise<boolean> {
  return navigator.storage.getDirectory().then(
    () => false,
    () => true,
  );
}
