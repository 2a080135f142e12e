import type { Adjustment, SetSubmission } from "../../protocol.ts";
import type { Page } from "../page.ts";
import { wholeOf } from "../state/shown.ts";
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
  return { comment, points, reason: adjustment?.reason ?? "", isNoted: false };
}

/** Takes what was typed, and saves it a moment later. */
export function typeWhole(page: Page, field: Partial<WholeDraft>): void {
  const state = page.store.get();
  keep(page, { ...wholeFields(state), ...field });
  page.later.call(() => saveWhole(page, state.place.key));
}

/** Why the adjustment cannot be saved as it is; null if it can. */
export function adjustmentProblem({ points, reason }: WholeDraft): string | null {
  const isNone = points.trim() === "" && reason.trim() === "";
  if (isNone) return null;
  if (points.trim() === "" || !Number.isInteger(Number(points) * 2) || Number(points) === 0) {
    return "Not saved: the adjustment must be a number in steps of 0.5, such as -1 or 0.5.";
  }
  return reason.trim() === "" ? "Not saved: the adjustment needs a reason, which the student reads." : null;
}

function keep(page: Page, draft: WholeDraft): void {
  page.store.set({ wholeDrafts: { ...page.store.get().wholeDrafts, [draft.key]: draft } });
}

function saveWhole(page: Page, key: string): void {
  page.later.cancel();
  const state = page.store.get();
  const draft = state.wholeDrafts[key];
  if (draft === undefined) return;
  const body = changed(wholeOf(state, key), draft);
  if (body === null) return;
  const before: SetSubmission = { key, ...wholeOf(state, key) };
  if (!draft.isNoted) addStep(page, { undo: "submission", what: "whole submission", place: state.place, before });
  page.sender.send({ to: "submission", body });
  keep(page, { ...draft, isNoted: true });
}

/** The fields that differ from what is saved; an adjustment that is not complete waits. */
function changed(whole: Whole, draft: WholeDraft): SetSubmission | null {
  const comment = draft.comment.trim() === whole.comment.trim() ? {} : { comment: draft.comment.trim() };
  const typed = toAdjustment(draft);
  const isSame = typed?.points === whole.adjustment?.points && typed?.reason === whole.adjustment?.reason;
  const adjustment = isSame || adjustmentProblem(draft) !== null ? {} : { adjustment: typed };
  const body = { key: draft.key, ...comment, ...adjustment };
  return Object.keys(body).length === 1 ? null : body;
}

function toAdjustment({ points, reason }: WholeDraft): Adjustment | null {
  return points.trim() === "" ? null : { points: Number(points), reason: reason.trim() };
}

/** Saves the fields and ends the draft, unless its adjustment is not complete. */
export function leaveWhole(page: Page): void {
  const { key } = page.store.get().place;
  saveWhole(page, key);
  const { [key]: draft, ...others } = page.store.get().wholeDrafts;
  if (draft !== undefined && adjustmentProblem(draft) === null) page.store.set({ wholeDrafts: others });
}

/** Shows the name of a submission, which the marks file notes. */
export function reveal(page: Page, key: string): void {
  page.sender.send({ to: "submission", body: { key, reveal: true } });
  page.store.set({ dialog: null });
}
