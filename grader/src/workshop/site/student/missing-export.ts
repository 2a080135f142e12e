import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { definitionOf, sourceOf } from "../page/exercises.ts";
import type { Place } from "../page/workspace.ts";
import { placeIn, type Translations } from "./link.ts";

/** What Chromium and Firefox say of an import that finds nothing. */
const MESSAGE = /'([^']+)' (?:does not provide an export named '|doesn't provide an export named: ')([^']+)'/;
const EXPORT = /^\s*export\s+(?:async\s+)?(?:function|const|let|class)\s+([\w$]+)/gm;

/** Says of an import that finds nothing what is missing and where it probably is. @returns null for another message */
export function explainMissingExport(
  message: string,
  files: Translations,
): { readonly message: string; readonly at: Place } | null {
  const [, path = "", name = ""] = MESSAGE.exec(message) ?? [];
  const text = files[path]?.js;
  if (text === undefined) return null;
  const isGraded = EXERCISES.some((each) => sourceOf(each) === path && each.functions.includes(name));
  const defined = definitionOf(text, name);
  const why =
    defined !== undefined
      ? `: write "export" before it`
      : isGraded
        ? "; names must stay as they are"
        : ", which another file imports";
  return {
    message: `${path} exports no ${isGraded ? "function " : ""}${name}${why}`,
    at: placeIn(path, text, defined ?? nearestExport(text, name)),
  };
}

/** Where the export with the most similar name is. */
function nearestExport(text: string, name: string): number {
  const exports = [...text.matchAll(EXPORT)].map(({ 0: all, 1: each = "", index }) => {
    return { at: index + all.length - each.length, likeness: likeness(each, name) };
  });
  return exports.toSorted((a, b) => b.likeness - a.likeness)[0]?.at ?? 0;
}

/** The fraction of pairs of neighbouring letters that two names share. */
function likeness(a: string, b: string): number {
  const [left, right] = [pairsOf(a), pairsOf(b)];
  const shared = [...left].filter((pair) => right.has(pair)).length;
  return shared / (left.size + right.size - shared);
}

function pairsOf(name: string): Set<string> {
  const letters = name.toLowerCase();
  return new Set(Array.from(letters, (letter, index) => letter + (letters[index + 1] ?? "")));
}
