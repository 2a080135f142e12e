import { openDB, type DBSchema, type IDBPDatabase } from "idb";

/** A file as it is stored. */
export interface StoredFile {
  readonly path: string;
  /** Null if the student has removed a file of the course. */
  readonly content: string | Uint8Array | null;
  /** Larger than that of every write that the tab knew of. */
  readonly clock: number;
  /** The tab that wrote it. */
  readonly tab: string;
}

/** Whether a write comes after another: all tabs agree, also on writes that did not know of each other. */
export function isAfter(one: StoredFile, other: StoredFile): boolean {
  return one.clock === other.clock ? one.tab > other.tab : one.clock > other.clock;
}

/** An earlier text of a file. */
export interface StoredVersion {
  readonly path: string;
  readonly at: number;
  readonly text: string;
}

/** A trained model. */
interface StoredResult {
  readonly name: string;
  readonly at: number;
  readonly seconds: number;
  readonly checkpoint: string;
}

interface Schema extends DBSchema {
  readonly files: { readonly key: string; readonly value: StoredFile };
  readonly history: {
    readonly key: number;
    readonly value: StoredVersion;
    readonly indexes: { readonly path: string };
  };
  readonly results: { readonly key: string; readonly value: StoredResult };
}

export type Database = IDBPDatabase<Schema>;

const VERSION = 1;

/**
 * Opens the storage of the site at this address. Two courses on one server have two.
 *
 * @param onGone is called if the browser clears the storage while it is open
 */
export function openDatabase(base: string, onGone: () => void): Promise<Database> {
  return openDB<Schema>(`robustness-lab ${new URL(base).pathname}`, VERSION, {
    upgrade: (database) => {
      database.createObjectStore("files", { keyPath: "path" });
      database.createObjectStore("history", { autoIncrement: true }).createIndex("path", "path");
      database.createObjectStore("results", { keyPath: "name" });
    },
    terminated: onGone,
  });
}
