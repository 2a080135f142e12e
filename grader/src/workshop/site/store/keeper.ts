import { openDatabase, type Database, type StoredFile, type StoredVersion } from "./database.ts";

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

interface KeeperParts {
  readonly base: string;
  /** True for a revision that this tab has made or read. */
  readonly isKnown: (revision: string) => boolean;
  /** Every content, to be stored again after the browser has cleared it. */
  readonly everything: () => readonly StoredFile[];
  readonly onOutcome: (outcome: Outcome) => void;
}

/** Opens the storage. @throws DOMException if the browser has none */
export async function openKeeper({ base, isKnown, everything, onOutcome }: KeeperParts): Promise<Keeper> {
  let isGone = false;
  const open = (): Promise<Database> => openDatabase(base, () => (isGone = true));
  let database = await open();
  const files = new Map<string, StoredFile>();
  let versions: StoredVersion[] = [];
  let isWriting = false;

  const write = async (): Promise<void> => {
    if (isGone) {
      [database, isGone] = [await open(), false];
      for (const file of everything()) files.set(file.path, files.get(file.path) ?? file);
      onOutcome("cleared");
    }
    const [newFiles, newVersions] = [[...files.values()], versions];
    files.clear();
    versions = [];
    try {
      await store(database, { files: newFiles, versions: newVersions, isKnown });
    } catch (error) {
      for (const file of newFiles) files.set(file.path, files.get(file.path) ?? file);
      versions = [...newVersions, ...versions];
      throw error;
    }
  };
  const loop = async (): Promise<void> => {
    if (isWriting) return;
    isWriting = true;
    try {
      while (files.size + versions.length > 0) await write();
      onOutcome("kept");
    } catch (error) {
      // The next write tries again with everything.
      onOutcome(error instanceof DOMException && error.name === "QuotaExceededError" ? "full" : "failed");
    }
    isWriting = false;
  };
  return {
    readAll: () => database.getAll("files"),
    keep: (file) => {
      files.set(file.path, file);
      void loop();
    },
    keepVersion: (version) => void versions.push(version),
    versions: async (path) => (await database.getAllFromIndex("history", "path", path)).reverse(),
  };
}

interface Stored {
  readonly files: readonly StoredFile[];
  readonly versions: readonly StoredVersion[];
  readonly isKnown: (revision: string) => boolean;
}

/** Stores all in one transaction. A text of another tab that this one has not seen becomes a version. */
async function store(database: Database, { files, versions, isKnown }: Stored): Promise<void> {
  const transaction = database.transaction(["files", "history"], "readwrite");
  const [fileStore, history] = [transaction.objectStore("files"), transaction.objectStore("history")];
  for (const version of versions) await history.add(version);
  for (const file of files) {
    const before = await fileStore.get(file.path);
    if (before !== undefined && !isKnown(before.revision) && typeof before.content === "string") {
      await history.add({ path: file.path, at: Date.now(), text: before.content });
    }
    await fileStore.put(file);
  }
  for (const path of new Set(versions.map((version) => version.path))) {
    const keys = await history.index("path").getAllKeys(path);
    for (const key of keys.slice(0, -MAX_VERSIONS)) await history.delete(key);
  }
  await transaction.done;
}
