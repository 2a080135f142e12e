import { paragraphsOf as paragraphs } from "../../comments.ts";

/* A comment is a list of paragraphs, and paragraphs are used again. */

export { paragraphs };

/** A paragraph of comments, and in how many comments it is. */
export interface UsedComment {
  readonly text: string;
  readonly used: number;
}

/** The paragraphs of comments, the most used first. */
export function countParagraphs(comments: readonly string[]): readonly UsedComment[] {
  const counts = new Map<string, number>();
  for (const comment of comments) {
    for (const text of new Set(paragraphs(comment))) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts]
    .map(([text, used]) => ({ text, used }))
    .sort((one, other) => other.used - one.used || (one.text < other.text ? -1 : 1));
}

/** Adds a paragraph at the end, once. */
export function withParagraph(comment: string, paragraph: string): string {
  if (paragraphs(comment).includes(paragraph.trim())) return comment;
  const before = comment.trimEnd();
  return before === "" ? paragraph : `${before}\n\n${paragraph}`;
}

/** The paragraph around the caret, trimmed: what the list of used comments is filtered by. */
export function paragraphAt(text: string, caret: number): string {
  const [from, to] = bounds(text, caret);
  return text.slice(from, to).trim();
}

/** Puts a used paragraph in the place of the one around the caret. */
export function replaceAt(text: string, caret: number, paragraph: string): string {
  const [from, to] = bounds(text, caret);
  const [before, after] = [text.slice(0, from).trimEnd(), text.slice(to).trimStart()];
  return [before, paragraph, after].filter((each) => each !== "").join("\n\n");
}

/** Where the paragraph around the caret begins and ends. */
function bounds(text: string, caret: number): readonly [number, number] {
  const before = [...text.slice(0, caret).matchAll(/\n[^\S\n]*\n/g)].at(-1);
  const from = before === undefined ? 0 : before.index + before[0].length;
  const after = /\n[^\S\n]*\n/.exec(text.slice(from));
  return [from, after === null ? text.length : from + after.index];
}

/** The used comments that contain every word typed. */
export function matching(used: readonly UsedComment[], typed: string): readonly UsedComment[] {
  const words = typed.toLowerCase().split(/\s+/);
  return used.filter(({ text }) => words.every((word) => text.toLowerCase().includes(word)));
}

/** The one paragraph that was rewritten, if the rest is as before. */
export function rewritten(before: string, after: string): { readonly from: string; readonly to: string } | null {
  const [old, now] = [paragraphs(before), paragraphs(after)];
  if (old.length !== now.length) return null;
  const changed = old.flatMap((from, index) => (from === now[index] ? [] : [{ from, to: now[index] ?? "" }]));
  return changed.length === 1 ? (changed[0] ?? null) : null;
}

/** The paragraphs that a comment has gained. */
export function gained(before: string, after: string): readonly string[] {
  const old = paragraphs(before);
  return paragraphs(after).filter((each) => !old.includes(each));
}
