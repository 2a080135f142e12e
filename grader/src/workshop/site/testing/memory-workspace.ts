import type { Change, Workspace } from "../page/workspace.ts";

type Content = string | Uint8Array;

/** A workspace that keeps nothing. */
export function memoryWorkspace(course: Readonly<Record<string, Content>>): Workspace {
  const files = new Map(Object.entries(course));
  const listeners = new Set<(change: Change) => void>();
  const tell = (path: string): void => listeners.forEach((listener) => listener({ path, by: "here" }));
  const set = (path: string, content: Content | undefined): void => {
    if (content === undefined) files.delete(path);
    else files.set(path, content);
    tell(path);
  };
  return {
    list: () => [...files.keys()].sort(),
    read: (path) => files.get(path),
    write: set,
    rename: (from, to) => {
      const content = files.get(from);
      set(from, undefined);
      set(to, content);
    },
    remove: (path) => set(path, undefined),
    reset: (path) => set(path, course[path]),
    history: () => Promise.resolve([]),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
