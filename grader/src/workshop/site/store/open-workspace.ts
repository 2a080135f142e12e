import type { Change, Workspace } from "../page/workspace.ts";
import { filesInMemory, type Content, type FilesInMemory } from "./files-in-memory.ts";
import { openKeeper, type Keeper } from "./keeper.ts";
import { isAfter, type StoredFile } from "./database.ts";
import { watchStorage, type StorageWatch } from "./storage-status.ts";
import { openTabs } from "./tabs.ts";

/** A workspace that is kept in the browser. */
export interface OpenWorkspace extends Workspace {
  /** Writes many files, such as those of a zip. */
  readonly takeIn: (files: Readonly<Record<string, Content>>) => void;
  /** Whether nothing was kept before. */
  readonly isFirstVisit: boolean;
  /** Whether the work is kept, and what threatens it. */
  readonly storage: StorageWatch;
}

/** While a file is edited, a version of it is kept this often. */
const VERSION_EVERY_MS = 30_000;

/**
 * Opens the student's files: those of the last visit, else the course's. Every write is kept at once and told to the other
 * tabs, so that none of them has an old text to overwrite it with.
 *
 * @param base the address of the site
 * @param course the course's files by path
 */
export async function openWorkspace(base: string, course: Readonly<Record<string, string>>): Promise<OpenWorkspace> {
  const files = filesInMemory(course);
  const storage = watchStorage();
  const [known, seen, tab] = [new Map<string, StoredFile>(), new Set<string>(), crypto.randomUUID()];
  const keeper = await openKeeper({
    base,
    isKnown: (file) => file.tab === tab || seen.has(writeOf(file)),
    everything: () => [...known.values()],
    onOutcome: storage.report,
  }).catch((): undefined => {
    storage.report("failed");
  });
  const takeOther = (file: StoredFile, by: Change["by"] = "another tab"): void => {
    const mine = known.get(file.path);
    if (mine !== undefined && !isAfter(file, mine)) return;
    seen.add(writeOf(file));
    known.set(file.path, file);
    files.set(file.path, file.content, by);
  };
  const tabs = openTabs(base, takeOther);
  for (const file of (await keeper?.readAll()) ?? []) takeOther(file, "here");
  const isFirstVisit = known.size === 0;
  rereadWhenShown(keeper, takeOther);
  const versions = keepVersions(files, keeper);
  const set = (path: string, content: Content | null, by: Change["by"] = "here"): void => {
    versions.before(path, by !== "here" || content === null);
    const file = { path, content, clock: (known.get(path)?.clock ?? 0) + 1, tab };
    known.set(path, file);
    keeper?.keep(file);
    tabs.tell(file);
    files.set(path, content, by);
  };
  return {
    ...actions({ files, course, set, versions }),
    history: (path) => keeper?.versions(path) ?? Promise.resolve([]),
    isFirstVisit,
    storage,
  };
}

/** Names a write: every file of a tab has its own clock. */
function writeOf({ path, tab, clock }: StoredFile): string {
  return JSON.stringify([path, tab, clock]);
}

interface ActionParts {
  readonly files: FilesInMemory;
  readonly course: Readonly<Record<string, string>>;
  readonly set: (path: string, content: Content | null, by?: Change["by"]) => void;
  readonly versions: { readonly before: (path: string, isForced: boolean) => void };
}

function actions({
  files,
  course,
  set,
  versions,
}: ActionParts): Omit<OpenWorkspace, "history" | "isFirstVisit" | "storage"> {
  return {
    list: files.list,
    read: files.get,
    subscribe: files.subscribe,
    write: (path, content) => {
      if (files.get(path) !== content) set(path, content);
    },
    rename: (from, to) => {
      const content = files.get(from);
      if (content === undefined) throw new RangeError(`there is no file ${from}`);
      if (files.get(to) !== undefined) throw new RangeError(`there is a file ${to} already`);
      set(to, content);
      set(from, null);
    },
    remove: (path) => set(path, null),
    reset: (path) => {
      versions.before(path, true);
      set(path, course[path] ?? null);
    },
    takeIn: (taken) => {
      for (const [path, content] of Object.entries(taken)) set(path, content, "take in");
    },
  };
}

/** Keeps the text of a file before the first change, and then now and again. */
function keepVersions(files: FilesInMemory, keeper: Keeper | undefined) {
  const lastMs = new Map<string, number>();
  return {
    before: (path: string, isForced: boolean): void => {
      const [text, at] = [files.get(path), Date.now()];
      if (typeof text !== "string" || (!isForced && at - (lastMs.get(path) ?? 0) < VERSION_EVERY_MS)) return;
      lastMs.set(path, at);
      keeper?.keepVersion({ path, at, text });
    },
  };
}

/** A tab that was asleep may have missed what others told. */
function rereadWhenShown(keeper: Keeper | undefined, takeNew: (file: StoredFile) => void): void {
  const reread = async (): Promise<void> => {
    if (document.visibilityState === "visible") for (const file of (await keeper?.readAll()) ?? []) takeNew(file);
  };
  // Without storage there is nothing new.
  document.addEventListener("visibilitychange", () => void reread().catch(() => {}));
  addEventListener("pageshow", ({ persisted }) => void (persisted && reread().catch(() => {})));
}
