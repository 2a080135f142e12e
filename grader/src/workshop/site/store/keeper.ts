import { isAfter, openDatabase, type Database, type StoredFile, type StoredVersion } from "./database.ts";

/** What happened to the last write. */
export type Outcome = "kept" | "full" | "failed" | "cleared";

/** Keeps files in the browser, one write after the other. */
export interface Keeper {
  /** The files of the last visit. */
  readonly readAll: () => Promise<readonly StoredFile[]>;
  /** Keeps the newest content of a file as soon as earlier writes are done. */
  readonly keep: (file: StoredFile) => void;
  readonly keepVersion: (version: StoredVersion) => void;
  readonly versions: (path: string) => Promise<readonly StoredVersion[]>;
}

const MAX_VERSIONS = 200;
/** The browser says that it clears before it is done, and what is stored meanwhile goes too. */
const CLEARING_MS = 1000;

interface KeeperParts {
  readonly base: string;
  /** True for a write that this tab has made or read. */
  readonly isKnown: (file: StoredFile) => boolean;
  /** Every content, to be stored again after the browser has cleared it. */
  readonly everything: () => readonly StoredFile[];
  readonly onOutcome: (outcome: Outcome) => void;
}

/** Opens the storage. @throws DOMException if the browser has none */
export async function openKeeper({ base, isKnown, everything, onOutcome }: KeeperParts): Promise<Keeper> {
  let isGone = false;
  const onGone = (): void => {
    isGone = true;
    setTimeout(queue.flush, CLEARING_MS);
  };
  const open = (): Promise<Database> => openDatabase(base, onGone);
  const write = async (waiting: Waiting): Promise<void> => {
    if (isGone) {
      [database, isGone] = [await open(), false];
      onOutcome("cleared");
      // What waits is newer.
      await store(database, { files: everything(), versions: [], isKnown });
    }
    await store(database, { ...waiting, isKnown });
  };
  const queue = makeQueue({ write, isDue: () => isGone, onOutcome });
  let database = await open();
  return {
    readAll: () => database.getAll("files"),
    keep: queue.keep,
    keepVersion: queue.keepVersion,
    versions: async (path) => (await database.getAllFromIndex("history", "path", path)).reverse(),
  };
}

interface Waiting {
  readonly files: readonly StoredFile[];
  readonly versions: readonly StoredVersion[];
}

interface QueueParts {
  readonly write: (waiting: Waiting) => Promise<void>;
  /** True if there is something to write, although nothing waits. */
  readonly isDue: () => boolean;
  readonly onOutcome: (outcome: Outcome) => void;
}

/** Writes what waits as one, while more may come. A failure leaves it waiting for the next write. */
function makeQueue({ write, isDue, onOutcome }: QueueParts) {
  const files = new Map<string, StoredFile>();
  let versions: StoredVersion[] = [];
  let isWriting = false;
  const loop = async (): Promise<void> => {
    if (isWriting) return;
    isWriting = true;
    try {
      while (files.size + versions.length > 0 || isDue()) {
        const waiting = { files: [...files.values()], versions };
        await write(waiting);
        for (const file of waiting.files) if (files.get(file.path) === file) files.delete(file.path);
        versions = versions.slice(waiting.versions.length);
      }
      onOutcome("kept");
    } catch (error) {
      onOutcome(error instanceof DOMException && error.name === "QuotaExceededError" ? "full" : "failed");
    }
    isWriting = false;
  };
  return {
    keep: (file: StoredFile): void => {
      files.set(file.path, file);
      void loop();
    },
    flush: (): void => void loop(),
    keepVersion: (version: StoredVersion): void => {
      versions = [...versions, version];
    },
  };
}

interface Stored {
  readonly files: readonly StoredFile[];
  readonly versions: readonly StoredVersion[];
  readonly isKnown: KeeperParts["isKnown"];
}

/** Stores all in one transaction. A text that would be lost, because two tabs wrote at once, becomes a version. */
async function store(database: Database, { files, versions, isKnown }: Stored): Promise<void> {
  const transaction = database.transaction(["files", "history"], "readwrite");
  const [fileStore, history] = [transaction.objectStore("files"), transaction.objectStore("history")];
  for (const version of versions) await history.add(version);
  for (const file of files) {
    const before = await fileStore.get(file.path);
    const isLate = before !== undefined && isAfter(before, file);
    const lost = isLate ? file : before !== undefined && !isKnown(before) ? before : undefined;
    if (typeof lost?.content === "string") await history.add({ path: file.path, at: Date.now(), text: lost.content });
    if (!isLate) await fileStore.put(file);
  }
  for (const path of new Set(versions.map((version) => version.path))) {
    const keys = await history.index("path").getAllKeys(path);
    for (const key of keys.slice(0, -MAX_VERSIONS)) await history.delete(key);
  }
  await transaction.done;
}
