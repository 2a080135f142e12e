import { cleanComment } from "../../comments.ts";
import { focusAnswer, type Page } from "../page.ts";
import {
  countParagraphs,
  gained,
  matching,
  paragraphAt,
  paragraphs,
  replaceAt,
  rewritten,
  withParagraph,
  type UsedComment,
} from "../state/paragraphs.ts";
import { guardFrom } from "../state/guard.ts";
import { marksAt, seenAt } from "../state/shown.ts";
import { commentProblem, heldAt, withHeld } from "../state/unsaved.ts";
import type { Draft, State } from "../state/state.ts";
import { addStep, setComment } from "./marking.ts";

/* Writing comments, and using them again. */

/** Moves into the comment, at a new paragraph. */
export function openComment(page: Page): void {
  document.querySelector<HTMLTextAreaElement>("#comment")?.focus();
  const { draft } = page.store.get();
  if (draft === null || draft.text.trim() === "") return;
  const text = `${draft.text.trimEnd()}\n\n`;
  page.store.set({ draft: { ...draft, text, caret: text.length } });
}

/** Begins a draft, when the comment gets the focus. */
export function startDraft(page: Page): void {
  const state = page.store.get();
  if (state.draft !== null) return;
  const { comment } = marksAt(state, state.place);
  const text = heldAt(state, state.place) ?? comment;
  page.store.set({
    draft: { ...state.place, before: comment, text, caret: text.length, chosen: -1, isNoted: false },
  });
}

/** Takes what was typed, and saves it a moment later. */
export function type(page: Page, text: string, caret: number): void {
  const { draft } = page.store.get();
  if (draft === null) return;
  page.store.set({ draft: { ...draft, text, caret, chosen: -1 } });
  page.later.call(() => save(page));
}

/** Saves the draft as it is, if it is not too long. */
export function save(page: Page): void {
  page.later.cancel();
  const state = page.store.get();
  const { draft } = state;
  const text = cleanComment(draft?.text ?? "");
  if (draft === null || commentProblem(text) !== null || text === marksAt(state, draft).comment.trim()) return;
  setComment(page, text, draft.isNoted);
  page.store.set({ draft: { ...draft, isNoted: true } });
}

/** Saves the draft and ends it; asks if a comment was changed that other answers have too. */
export function leaveComment(page: Page): void {
  save(page);
  const { draft, lastComments } = page.store.get();
  if (draft === null) return;
  const problem = commentProblem(draft.text);
  page.store.set({ draft: null, ...withHeld(page.store.get(), draft, problem === null ? null : draft.text) });
  if (problem !== null) return page.store.set({ notice: `${problem} The text stays in its field.` });
  const change = rewritten(draft.before, draft.text);
  const added = change === null ? gained(draft.before, draft.text) : [change.to];
  if (added.length > 0) {
    page.store.set({ lastComments: { ...lastComments, [draft.question]: added.join("\n\n") } });
  }
  if (change !== null) askEverywhere(page, draft, change);
}

/** Leaves the comment for the keys that mark. */
export function endComment(page: Page): void {
  leaveComment(page);
  focusAnswer();
}

/** Puts a used comment in the place of what was typed of it, and goes back to marking. */
export function pick(page: Page, paragraph: string): void {
  const { draft } = page.store.get();
  if (draft === null) return;
  page.store.set({ draft: { ...draft, text: replaceAt(draft.text, draft.caret, paragraph) } });
  endComment(page);
}

/** Uses a comment by its number: keys are guarded, since the number may have been meant as text. */
export function pickByNumber(page: Page, paragraph: string, nowMs: number): void {
  pick(page, paragraph);
  page.store.set({ guard: guardFrom(nowMs), notice: "Comment used (z takes it back)." });
}

/** Adds the last comment on this question again. */
export function repeatComment(page: Page): void {
  const state = page.store.get();
  const last = state.lastComments[state.place.question];
  if (last === undefined) {
    page.store.set({ notice: `No comment on ${state.place.question} yet: c writes one.` });
    return;
  }
  const { comment } = marksAt(state, state.place);
  const text = paragraphs(last).reduce((sum, each) => withParagraph(sum, each), comment);
  const problem = commentProblem(text);
  if (problem !== null) return page.store.set({ notice: problem });
  if (text !== comment) setComment(page, text, false);
  page.store.set({ notice: text === comment ? "The comment is there already." : "Comment added again." });
}

/** Moves the choice in the list of used comments; -1 is the text itself. */
export function choose(page: Page, steps: 1 | -1): void {
  const state = page.store.get();
  if (state.draft === null) return;
  const last = offered(state, state.draft).length - 1;
  const chosen = Math.min(last, Math.max(-1, state.draft.chosen + steps));
  page.store.set({ draft: { ...state.draft, chosen } });
}

/** Used comments that fit what was typed, most used first; those that this answer has are left out. */
export function offered(state: State, draft: Draft): readonly UsedComment[] {
  const here = paragraphs(draft.text);
  const used = usedComments(state, draft.question).filter(({ text }) => !here.includes(text));
  return matching(used, paragraphAt(draft.text, draft.caret));
}

/** Counted in what is shown, so that a comment can be used again before it is on disk. */
function usedComments(state: State, question: string): readonly UsedComment[] {
  return countParagraphs(state.desk.submissions.map(({ key }) => marksAt(state, { question, key }).comment));
}

/** Whether the paragraph at the caret is empty, so that numbers pick. */
export function isFresh(draft: Draft): boolean {
  return paragraphAt(draft.text, draft.caret) === "" && !draft.text.slice(0, draft.caret).endsWith(" ");
}

/** Answers to the question whose comment has a paragraph, in this desk's file. */
function having(state: State, question: string, paragraph: string): readonly string[] {
  return state.desk.submissions
    .map(({ key }) => key)
    .filter((key) => paragraphs(marksAt(state, { question, key }).comment).includes(paragraph));
}

function askEverywhere(page: Page, { question }: Draft, { from, to }: { from: string; to: string }): void {
  const used = having(page.store.get(), question, from).length;
  if (used > 0) page.store.set({ dialog: { kind: "everywhere", replace: { question, from, to }, used } });
}

/** Changes a used comment in all answers. */
export function changeEverywhere(page: Page): void {
  const state = page.store.get();
  const { dialog, place } = state;
  if (dialog?.kind !== "everywhere") return;
  const { question, from } = dialog.replace;
  const entries = having(state, question, from).map((key) => {
    return { ...seenAt(state, key), patch: { comment: marksAt(state, { question, key }).comment } };
  });
  addStep(page, { undo: "marks", what: "comment changed everywhere", place, before: { question, entries } });
  page.sender.send({ to: "comment", body: dialog.replace });
  page.store.set({
    dialog: null,
    notice: `Comment changed in ${dialog.used} more ${dialog.used === 1 ? "answer" : "answers"}.`,
  });
}
