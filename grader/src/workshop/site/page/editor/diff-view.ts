import { unifiedMergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { COLOURS } from "./colours.ts";

/** Shows a text, and between its lines those of another that it lacks. Lines that both have are folded. */
export function makeDiffView(parent: Element, before: string, after: string): EditorView {
  const extensions = [
    lineNumbers(),
    COLOURS,
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ tabindex: "0", "aria-label": "Difference" }),
    unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged: { margin: 2 } }),
  ];
  return new EditorView({ parent, doc: after, extensions });
}
