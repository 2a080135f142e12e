import type { DeskCriterion, Marks } from "../../protocol.ts";
import type { Page } from "../page.ts";
import { all, completed, halfLess, isMarked, pointsOf, toggled, total, untouched, withPoints } from "../state/marks.ts";
import { patchOf } from "../state/patch.ts";
import { columns, showsAnswer } from "../state/places.ts";
import { marksAt, questionOf, seenAt } from "../state/shown.ts";
import type { State, Step } from "../state/state.ts";

/* What keys do to the marks of the answer that is shown, and of those that are marked together with it. */

const MAX_STEPS = 500;

/** Gives or takes the criterion with a number, or half a point of it after "h". */
export function pressCriterion(page: Page, number: number): void {
  const { isHalf, place } = page.store.get();
  const criterion = criteriaOf(page)[number - 1];
  if (criterion === undefined) {
    page.store.set({ isHalf: false, notice: `${place.question} has no criterion ${number}.` });
    return;
  }
  page.store.set({ isHalf: false, isTouched: true });
  const pressed = isHalf ? halfLess(now(page), criterion) : toggled(now(page), criterion);
  const points = pointsOf(pressed, criterion);
  change(page, (own) => withPoints(own, criterion, points), `${number} ${criterion.title}`);
  const said = `${points ?? 0} of ${criterion.points} for ${number} ${criterion.title}`;
  page.store.set({ notice: `${said}. ${sumOf(page)}.` });
}

/** Gives every criterion all of its points, or none. */
export function giveAll(page: Page, share: 0 | 1): void {
  change(page, (own) => all(own, criteriaOf(page), share), share === 1 ? "all points" : "no points");
}

/** Takes the points away again: the answer is not marked. */
export function unmark(page: Page): void {
  page.store.set({ isTouched: false });
  write(page, (own) => ({ ...own, points: {}, final: false }), { what: "points removed" });
}

/** Asks for a second opinion on this answer, or takes that back. */
export function toggleSecondOpinion(page: Page): void {
  const secondOpinion = !now(page).secondOpinion;
  const { key } = page.store.get().place;
  write(page, (own) => ({ ...own, secondOpinion }), { what: "second opinion", keys: [key] });
  page.store.set({ notice: secondOpinion ? "Second opinion asked for." : "No second opinion needed." });
}

/** Before the next answer: criteria that were not pressed get 0, if others were. Returns what to say of it. */
export function completeTouched(page: Page): string {
  const { isTouched, place } = page.store.get();
  const missing = untouched(now(page), criteriaOf(page));
  if (!isTouched || missing.length === 0) return "";
  const what = `${missing.length} ${missing.length === 1 ? "criterion" : "criteria"} of ${place.question} set to 0`;
  change(page, (own) => completed(own, criteriaOf(page)), what);
  return `${what} (z undoes).`;
}

/** Takes the marks of a column of the differences as the final ones. */
export function takeColumn(page: Page, index: number): void {
  const state = page.store.get();
  const all = columns(state, state.place);
  const column = all[index];
  if (column === undefined) return;
  const { points, comment } = column.marks;
  const own = now(page);
  // A comment that was written for the decision stays.
  const isOwn = own.comment.trim() !== "" && all.every(({ marks }) => marks.comment.trim() !== own.comment.trim());
  const marks = { ...own, points, comment: isOwn ? own.comment : comment, final: true };
  write(page, () => marks, { what: `taken from ${column.marker ?? "you"}` });
}

/** Gives the marks and the comment of this answer to those that are marked together with it. */
export function copyToGroup(page: Page): void {
  const { together } = page.store.get();
  const { points, comment } = now(page);
  write(page, (own) => ({ ...own, points: { ...own.points, ...given(points) }, comment }), {
    what: "marks of the group",
  });
  page.store.set({ notice: `Marked ${1 + (together?.length ?? 0)} answers together (z undoes).` });
}

/** Replaces the comment; `isNoted` if the step for undo is there already. */
export function setComment(page: Page, comment: string, isNoted: boolean): void {
  write(page, (own) => ({ ...own, comment }), { what: "comment", isNoted });
}

/** Takes back the last step, and shows its answer. */
export function undo(page: Page): void {
  const { store, sender } = page;
  const { history } = store.get();
  const step = history.at(-1);
  if (step === undefined) return store.set({ notice: "Nothing to undo." });
  sender.send(step.undo === "marks" ? { to: "marks", body: step.before } : { to: "submission", body: step.before });
  const notice = `Undone: ${step.what}.`;
  const view = showsAnswer(store.get()) ? store.get().view : "question";
  store.set({ history: history.slice(0, -1), view, place: step.place, together: null, isTouched: false, notice });
}

function now(page: Page): Marks {
  const state = page.store.get();
  return marksAt(state, state.place);
}

function criteriaOf(page: Page): readonly DeskCriterion[] {
  const state = page.store.get();
  return questionOf(state, state.place.question).criteria;
}

/** Where markers differ, points that are set here decide, once no criterion is without: final marks replace those of others. */
function change(page: Page, marked: (own: Marks) => Marks, what: string): void {
  const isDecision = page.store.get().view === "differences";
  const decided = (marks: Marks): boolean => isDecision && isMarked(marks, criteriaOf(page));
  write(page, (own) => ({ ...marked(own), final: own.final || decided(marked(own)) }), { what });
  page.store.set({ notice: `${what}. ${sumOf(page)}.` });
}

/** "W1 in total: 2 of 4" */
function sumOf(page: Page): string {
  const { question } = page.store.get().place;
  return `${question} in total: ${total(now(page), criteriaOf(page))} of ${questionOf(page.store.get(), question).maxPoints}`;
}

interface Writing {
  readonly what: string;
  readonly isNoted?: boolean;
  /** Of the submissions; by default this one and those that are marked together with it. */
  readonly keys?: readonly string[];
}

/** Changes the own marks of each answer, so that what a key does not set stays. Undo restores what was changed, and nothing else. */
function write(page: Page, marked: (own: Marks) => Marks, { what, isNoted, keys }: Writing): void {
  const state = page.store.get();
  const { place } = state;
  const changes = (keys ?? targets(state)).map((key) => {
    const before = marksAt(state, { ...place, key });
    return { seen: seenAt(state, key), before, after: marked(before) };
  });
  const entries = changes.map(({ seen, before, after }) => ({ ...seen, patch: patchOf(before, after) }));
  const inverse = changes.map(({ seen, before, after }) => ({ ...seen, patch: patchOf(after, before) }));
  const { question } = place;
  if (isNoted !== true) addStep(page, { undo: "marks", what, place, before: { question, entries: inverse } });
  page.sender.send({ to: "marks", body: { question, entries } });
}

function given(points: Marks["points"]): Marks["points"] {
  return Object.fromEntries(Object.entries(points).filter(([, value]) => value !== null));
}

function targets({ place, together }: State): readonly string[] {
  return [place.key, ...(together ?? [])];
}

/** Adds a step for undo. */
export function addStep(page: Page, step: Step): void {
  page.store.set({ history: [...page.store.get().history, step].slice(-MAX_STEPS) });
}
