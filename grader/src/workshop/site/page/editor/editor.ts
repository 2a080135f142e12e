import { javascript } from "@codemirror/lang-javascript";
import { markdown } from "@codemirror/lang-markdown";
import { indentWithTab } from "@codemirror/commands";
import { EditorState, type ChangeSpec, type Extension } from "@codemirror/state";
import { keymap, EditorView } from "@codemirror/view";
import { basicSetup } from "codemirror";
import type { Edit } from "../../typescript/service.ts";
import type { Typescript } from "../../typescript/client.ts";
import type { Workspace } from "../workspace.ts";
import { COLOURS } from "./colours.ts";
import { intelligence } from "./intelligence.ts";

export interface EditorParts {
  readonly parent: HTMLElement;
  readonly workspace: Workspace;
  /** Files that can be read only: the public tests. */
  readonly tests: Readonly<Record<string, string>>;
  readonly typescript: Typescript;
  /** The student wrote something. */
  readonly onEdit: (path: string) => void;
  readonly onCursor: (path: string, at: number) => void;
  readonly onProblems: (count: number) => void;
  /** Pictures were dropped or pasted into answers.md. */
  readonly onPictures: (pictures: readonly File[]) => void;
}

/** One editor, which shows one file at a time and remembers the others' cursors and undo. */
export interface Editor {
  readonly path: () => string;
  /** @param at characters from the start; the place where it was if left out */
  readonly show: (path: string, at?: number) => void;
  readonly text: () => string;
  readonly cursor: () => number;
  readonly focus: () => void;
  /** Changes the shown file; "undo" undoes it. */
  readonly edit: (edits: readonly Edit[]) => void;
  /** Inserts at the cursor. */
  readonly insert: (text: string) => void;
  /** Forgets cursor and undo of a file that is gone. */
  readonly forget: (path: string) => void;
  readonly view: EditorView;
}

export function makeEditor(parts: EditorParts): Editor {
  const { workspace, parent } = parts;
  const states = new Map<string, EditorState>();
  let path = "";
  const view = new EditorView({ parent });
  const textOf = (name: string): string => parts.tests[name] ?? asText(workspace.read(name));
  workspace.subscribe((change) => {
    // Its text is another now, so its undo is of no use.
    if (change.path !== path) states.delete(change.path);
    else if (view.state.doc.toString() !== textOf(path)) replace(view, textOf(path));
  });
  return {
    view,
    path: () => path,
    show: (name, at) => {
      if (name !== path) {
        if (path !== "") states.set(path, view.state);
        path = name;
        view.setState(states.get(name) ?? stateOf(name, textOf(name), parts));
        parts.onProblems(0);
      }
      if (at !== undefined) moveTo(view, at);
      parts.onCursor(path, view.state.selection.main.head);
    },
    text: () => view.state.doc.toString(),
    cursor: () => view.state.selection.main.head,
    focus: () => view.focus(),
    edit: (edits) => view.dispatch({ changes: edits.map(changeOf), userEvent: "input" }),
    insert: (text) => view.dispatch({ ...view.state.replaceSelection(text), userEvent: "input.paste" }),
    forget: (name) => {
      states.delete(name);
      if (path === name) path = "";
    },
  };
}

function stateOf(path: string, doc: string, parts: EditorParts): EditorState {
  const isReadOnly = path in parts.tests;
  const isSource = path.startsWith("src/") && path.endsWith(".ts");
  return EditorState.create({
    doc,
    extensions: [
      basicSetup,
      COLOURS,
      keymap.of([indentWithTab]),
      path.endsWith(".md")
        ? [markdown(), EditorView.lineWrapping, pictures(parts.onPictures)]
        : javascript({ typescript: true }),
      isReadOnly ? [EditorState.readOnly.of(true)] : [],
      isSource ? intelligence(path, parts.typescript, parts.onProblems) : [],
      // What scrolls needs something to focus in it, also where nothing can be edited.
      EditorView.contentAttributes.of({ tabindex: "0", "aria-label": isReadOnly ? `${path} (read only)` : path }),
      EditorView.updateListener.of(({ docChanged, selectionSet, state }) => {
        if (docChanged && !isReadOnly) {
          const text = state.doc.toString();
          if (text !== parts.workspace.read(path)) {
            parts.workspace.write(path, text);
            parts.onEdit(path);
          }
        }
        if (docChanged || selectionSet) parts.onCursor(path, state.selection.main.head);
      }),
    ],
  });
}

function pictures(take: (files: readonly File[]) => void): Extension {
  const takeFrom = (event: Event, data: DataTransfer | null): boolean => {
    const files = [...(data?.files ?? [])];
    if (files.length === 0) return false;
    event.preventDefault();
    take(files);
    return true;
  };
  return EditorView.domEventHandlers({
    paste: (event) => takeFrom(event, event.clipboardData),
    drop: (event) => takeFrom(event, event.dataTransfer),
  });
}

/** Replaces only what differs, so that the cursor stays where it can. */
function replace(view: EditorView, text: string): void {
  const old = view.state.doc.toString();
  let from = 0;
  while (from < old.length && from < text.length && old[from] === text[from]) from += 1;
  let end = 0;
  while (end < Math.min(old.length, text.length) - from && old.at(-1 - end) === text.at(-1 - end)) end += 1;
  view.dispatch({ changes: { from, to: old.length - end, insert: text.slice(from, text.length - end) } });
}

function moveTo(view: EditorView, at: number): void {
  const place = Math.min(at, view.state.doc.length);
  view.dispatch({ selection: { anchor: place }, effects: EditorView.scrollIntoView(place, { y: "center" }) });
}

function changeOf({ from, to, text }: Edit): ChangeSpec {
  return { from, to, insert: text };
}

function asText(content: string | Uint8Array | undefined): string {
  return typeof content === "string" ? content : "";
}
