import { wrap, type Remote } from "comlink";
import type { Workspace } from "../page/workspace.ts";
import type { TypescriptCalls } from "./worker.ts";

/** TypeScript for the page. */
export interface Typescript {
  readonly calls: Remote<TypescriptCalls>;
  /** Resolves once the types are loaded. Before, only `translate` may be called. */
  readonly ready: Promise<void>;
}

/** TypeScript that translates, and that explains files once it is started. */
export interface Connection {
  readonly calls: Remote<TypescriptCalls>;
  /** Loads the types, and keeps the worker informed of every change under src/. */
  readonly start: (typesUrl: string, workspace: Workspace) => Typescript;
}

export function connectTypescript(worker: Worker): Connection {
  const calls = wrap<TypescriptCalls>(worker);
  const broken = new Promise<never>((_, reject) => {
    const fail = ({ message }: ErrorEvent): void => reject(new Error(message || "its worker did not load"));
    worker.addEventListener("error", fail, { once: true });
  });
  // Whoever waits for `ready` is told.
  broken.catch(() => {});
  return {
    calls,
    start: (typesUrl, workspace) => {
      const ready = Promise.race([calls.start(typesUrl, sourcesOf(workspace)), broken]);
      workspace.subscribe(({ path }) => {
        if (!isSource(path)) return;
        const text = workspace.read(path);
        // The worker answers in order, so whatever is asked next is about this text.
        const inform = () => (typeof text === "string" ? calls.update(path, text) : calls.remove(path));
        ready.then(inform).catch(() => {});
      });
      return { calls, ready };
    },
  };
}

function sourcesOf(workspace: Workspace): Record<string, string> {
  const sources = workspace.list().filter(isSource);
  return Object.fromEntries(sources.map((path) => [path, String(workspace.read(path))]));
}

function isSource(path: string): boolean {
  return path.startsWith("src/") && path.endsWith(".ts");
}
