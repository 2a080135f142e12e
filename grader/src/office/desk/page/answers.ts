import type { RenderedAnswers } from "../protocol.ts";
import { loadAnswers } from "./client.ts";
import type { Place } from "./state/state.ts";

/* Rendered answers, kept so that the next one is shown at once. */

const MAX_SUBMISSIONS = 60;
const MAX_NODES = 40;
const NOT_LOADED = "An answer could not be loaded: is `robustness-lab mark` still running?";

export interface Answers {
  /** The element of an answer, or of the whole text; null while it is loading, or if it was not found. */
  readonly nodeOf: (place: Place, isWhole: boolean) => HTMLElement | null;
  readonly isLoaded: (key: string) => boolean;
  /** Loads a submission again that was handed in again. */
  readonly forget: (key: string) => void;
  /** Loads submissions and builds the elements of these answers ahead. */
  readonly prepare: (places: readonly (Place & { readonly isWhole: boolean })[]) => void;
}

/** `onLoad` is called whenever answers of a submission have arrived, or failed to. */
export function makeAnswers(onLoad: (problem: string | null) => void): Answers {
  const loaded = new Map<string, RenderedAnswers | Promise<RenderedAnswers>>();
  const nodes = new Map<string, HTMLElement>();
  const load = async (key: string): Promise<void> => {
    if (loaded.has(key)) return;
    const loading = loadAnswers(key);
    keep(loaded, key, loading, MAX_SUBMISSIONS);
    const rendered = await loading.catch(() => undefined);
    // What was forgotten meanwhile is of an earlier submission.
    if (loaded.get(key) !== loading) return;
    if (rendered === undefined) loaded.delete(key);
    else loaded.set(key, rendered);
    onLoad(rendered === undefined ? NOT_LOADED : null);
  };
  const nodeOf = ({ question, key }: Place, isWhole: boolean): HTMLElement | null => {
    const rendered = loaded.get(key);
    if (rendered === undefined || rendered instanceof Promise) {
      void load(key);
      return null;
    }
    const name = JSON.stringify([key, isWhole ? null : question]);
    const text = isWhole ? rendered.whole : rendered.answers[question];
    const node = nodes.get(name) ?? ((text ?? "").trim() === "" ? null : build(text ?? ""));
    if (node !== null) keep(nodes, name, node, MAX_NODES);
    return node;
  };
  return {
    nodeOf,
    isLoaded: (key) => loaded.has(key) && !(loaded.get(key) instanceof Promise),
    forget: (key) => {
      loaded.delete(key);
      for (const name of [...nodes.keys()]) if (name.startsWith(JSON.stringify([key]).slice(0, -1))) nodes.delete(name);
    },
    prepare: (places) => {
      for (const place of places) {
        void load(place.key).then(() => nodeOf(place, place.isWhole));
      }
    },
  };
}

/** Sets an entry as the newest, and drops the oldest beyond the limit. */
function keep<V>(map: Map<string, V>, key: string, value: V, max: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > max && oldest !== undefined) map.delete(oldest);
}

/** The server's HTML is safe; pictures become buttons that zoom. */
function build(safeHtml: string): HTMLElement {
  const node = document.createElement("div");
  node.className = "rendered";
  node.innerHTML = safeHtml;
  for (const picture of node.querySelectorAll("img")) {
    picture.tabIndex = 0;
    picture.setAttribute("role", "button");
    picture.title = "Zoom (p)";
    if (picture.alt === "") picture.alt = "picture";
  }
  return node;
}
