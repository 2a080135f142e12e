import { wrap, type Remote } from "comlink";
import type { Workspace } from "../page/workspace.ts";
import type { TypescriptCalls } from "./worker.ts";

/** TypeScript for the page. */
export interface Typescript {
  readonly calls: Remote<TypescriptCalls>;
  /** Resolves once the types are loaded. Before, only `translate` may be called. */
  readonly ready: Promise<void>;
}

/** Starts the worker's service, and keeps it informed of every change under src/. */
export function startTypescript(worker: Worker, typesUrl: string, workspace: Workspace): Typescript {
  const calls = wrap<TypescriptCalls>(worker);
  const broken = new Promise<never>((_, reject) => {
    worker.addEventListener("error", ({ message }) => reject(new Error(message || "its worker did not load")), {
      once: true,
    });
  });
  const files = workspace
    .list()
    .filter(isSource)
    .map((path) => [path, textIn(workspace, path)] as const);
  const ready = Promise.race([calls.start(typesUrl, Object.fromEntries(files)), broken]);
  workspace.subscribe(({ path }) => {
    if (!isSource(path)) return;
    const text = workspace.read(path);
    // The worker answers in order, so whatever is asked next is about this text.
    void ready.then(
      () => (typeof text === "string" ? calls.update(path, text) : calls.remove(path)),
      () => undefined,
    );
  });
  return { calls, ready };
}

function isSource(path: string): boolean {
  return path.startsWith("src/") && path.endsWith(".ts");
}

function textIn(workspace: Workspace, path: string): string {
  const content = workspace.read(path);
  return typeof content === "string" ? content : "";
}
