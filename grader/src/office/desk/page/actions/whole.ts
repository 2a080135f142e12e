import type { Adjustment, SetSubmission } from "../../protocol.ts";
import { cleanComment } from "../../comments.ts";
import type { Page } from "../page.ts";
import { seenAt, wholeOf } from "../state/shown.ts";
import { commentProblem } from "../state/unsaved.ts";
import type { State, Whole, WholeDraft } from "../state/state.ts";
import { addStep } from "./marking.ts";

/* What is said of a submission as a whole: a comment, and an adjustment with its reason. */

/** The fields as they are shown: what is being typed, else what is saved. */
export function wholeFields(state: State): WholeDraft {
  const { key } = state.place;
  return state.wholeDrafts[key] ?? { key, ...toFields(wholeOf(state, key)) };
}

function toFields({ comment, adjustment }: Whole): Omit<WholeDraft, "key"> {
  const points = adjustment === null ? "" : String(adjustment.points);
  return { comment, points, reason: adjustment?.reason ?? "", isNoted: false, refused: null };
}

/** Takes what was typed, and saves it a moment later. */
export function typeWhole(page: Page, field: Partial<WholeDraft>): void {
  const state = page.store.get();
  keep(page, { ...wholeFields(state), ...field, refused: null });
  page.later.call(() => saveWhole(page, state.place.key));
}

/** Why the adjustment cannot be saved as it is; null if it can. */
export function adjustmentProblem({ points, reason, refused }: WholeDraft): string | null {
  if (refused !== null) return refused;
  const isNone = points.trim() === "" && reason.trim() === "";
  if (isNone) return null;
  const number = toNumber(points);
  if (points.trim() === "" || !Number.isInteger(number * 2) || number === 0) {
    return "Not saved: the adjustment must be a number in steps of 0.5, such as -1 or 0.5.";
  }
  if (reason.trim() === "") return "Not saved: the adjustment needs a reason, which the student reads.";
  return commentProblem(reason);
}

/** "-0,5" is -0.5 too. */
function toNumber(points: string): number {
  return Number(points.trim().replace(",", ".").replace("\u2212", "-"));
}

/** Whether something that was typed about any submission is not saved. */
export function isWholeUnsaved(state: State): boolean {
  return Object.values(state.wholeDrafts).some(
    (draft) => isRefused(draft) || changed(wholeOf(state, draft.key), draft) !== null,
  );
}

/** Whether something that was typed cannot be saved as it is. */
function isRefused(draft: WholeDraft): boolean {
  return adjustmentProblem(draft) !== null || commentProblem(draft.comment) !== null;
}

/** The submission about which something was typed that stays in its field only, until it is corrected. */
export function refusedKey({ draft, held, wholeDrafts }: State): string | null {
  if (draft !== null && commentProblem(draft.text) !== null) return draft.key;
  const [name] = Object.keys(held);
  return name?.split("/")[1] ?? Object.values(wholeDrafts).find(isRefused)?.key ?? null;
}

function keep(page: Page, draft: WholeDraft): void {
  page.store.set({ wholeDrafts: { ...page.store.get().wholeDrafts, [draft.key]: draft } });
}

/** Saves the fields as they are, unless they cannot be. */
export function saveWhole(page: Page, key: string): void {
  page.later.cancel();
  const state = page.store.get();
  const draft = state.wholeDrafts[key];
  if (draft === undefined) return;
  const change = changed(wholeOf(state, key), draft);
  if (change === null) return;
  const before: SetSubmission = { ...seenAt(state, key), ...wholeOf(state, key) };
  if (!draft.isNoted) addStep(page, { undo: "submission", what: "whole submission", place: state.place, before });
  page.sender.send({ to: "submission", body: { ...seenAt(state, key), ...change } });
  keep(page, { ...draft, isNoted: true });
}

/** The fields that differ from what is saved; an adjustment that is not complete waits. */
function changed(whole: Whole, draft: WholeDraft): Partial<Whole> | null {
  const text = cleanComment(draft.comment);
  const isKept = text === whole.comment.trim() || commentProblem(text) !== null;
  const comment = isKept ? {} : { comment: text };
  const typed = toAdjustment(draft);
  const isSame = typed?.points === whole.adjustment?.points && typed?.reason === whole.adjustment?.reason;
  const adjustment = isSame || adjustmentProblem(draft) !== null ? {} : { adjustment: typed };
  const change = { ...comment, ...adjustment };
  return Object.keys(change).length === 0 ? null : change;
}

function toAdjustment({ points, reason }: WholeDraft): Adjustment | null {
  return points.trim() === "" ? null : { points: toNumber(points), reason: cleanComment(reason) };
}

/** Saves the fields and ends the draft, unless it cannot be saved as it is. */
export function leaveWhole(page: Page): void {
  const { key } = page.store.get().place;
  saveWhole(page, key);
  const { [key]: draft, ...others } = page.store.get().wholeDrafts;
  if (draft !== undefined && !isRefused(draft)) page.store.set({ wholeDrafts: others });
}

/** Shows the name of a submission, which the marks file notes. */
export function reveal(page: Page, key: string): void {
  page.sender.send({ to: "submission", body: { ...seenAt(page.store.get(), key), reveal: true } });
  page.store.set({ dialog: null });
}
