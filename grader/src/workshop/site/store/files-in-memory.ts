import type { Change } from "../page/workspace.ts";

export type Content = string | Uint8Array;

/** The files of the page, and who listens to their changes. */
export interface FilesInMemory {
  readonly list: () => readonly string[];
  readonly get: (path: string) => Content | undefined;
  /** Sets a file, or removes it. */
  readonly set: (path: string, content: Content | null, by: Change["by"]) => void;
  readonly subscribe: (listener: (change: Change) => void) => () => void;
}

/** Holds files in memory. */
export function filesInMemory(first: Readonly<Record<string, Content>>): FilesInMemory {
  const files = new Map(Object.entries(first));
  const listeners = new Set<(change: Change) => void>();
  return {
    list: () => [...files.keys()].sort(),
    get: (path) => files.get(path),
    set: (path, content, by) => {
      if (content === null) files.delete(path);
      else files.set(path, content);
      for (const listener of listeners) listener({ path, by });
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
