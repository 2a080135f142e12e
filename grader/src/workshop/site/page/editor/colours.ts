import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/* The editor in the colours of the page, whose variables change with light and dark. */

const HIGHLIGHTS = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], color: "var(--s3)" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: "var(--s2)" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: "var(--s1)" },
  { tag: [tags.comment, tags.meta], color: "var(--quiet)", fontStyle: "italic" },
  { tag: [tags.typeName, tags.className, tags.namespace], color: "var(--accent)" },
  {
    tag: [tags.function(tags.variableName), tags.function(tags.propertyName), tags.link, tags.url],
    color: "var(--s0)",
  },
  { tag: tags.heading, color: "var(--s0)", fontWeight: "bold" },
  { tag: tags.strong, fontWeight: "bold" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: tags.invalid, color: "var(--bad)" },
]);

const THEME = EditorView.theme({
  "&": { height: "100%", color: "var(--ink)", backgroundColor: "var(--surface)", fontSize: "0.88rem" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { color: "var(--quiet)", backgroundColor: "var(--paper)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--accent) 8%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--accent) 28%, transparent)",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "color-mix(in srgb, var(--accent) 30%, transparent)" },
  ".cm-tooltip, .cm-panels": {
    color: "var(--ink)",
    backgroundColor: "var(--surface)",
    border: "1px solid var(--line)",
  },
  ".cm-tooltip": { maxWidth: "min(40rem, calc(100vw - 2rem))" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { color: "var(--on-accent)", backgroundColor: "var(--accent)" },
  ".cm-explanation": {
    maxHeight: "18rem",
    overflow: "auto",
    margin: "0",
    padding: "0.4rem 0.6rem",
    whiteSpace: "pre-wrap",
  },
  ".cm-textfield, .cm-button": { color: "var(--ink)", background: "var(--surface)", border: "1px solid var(--quiet)" },
  ".cm-panel.cm-search label": { fontSize: "0.85rem" },
  ".cm-diagnostic": { whiteSpace: "pre-wrap" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
});

export const COLOURS: Extension = [THEME, syntaxHighlighting(HIGHLIGHTS)];
