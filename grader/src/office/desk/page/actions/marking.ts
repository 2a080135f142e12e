import type { DeskCriterion, Marks } from "../../protocol.ts";
import type { Page } from "../page.ts";
import { all, completed, halfLess, orNull, pointsOf, toggled, total, untouched, withPoints } from "../state/marks.ts";
import { columns, showsAnswer } from "../state/places.ts";
import { marksAt, marksOf, questionOf } from "../state/shown.ts";
import type { Place, State, Step } from "../state/state.ts";

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
  const { store, sender } = page;
  const { place } = store.get();
  const marks = now(page);
  note(page, "second opinion", [place.key]);
  const entry = { key: place.key, marks: orNull({ ...marks, secondOpinion: !marks.secondOpinion }) };
  sender.send({ to: "marks", body: { question: place.question, entries: [entry] } });
  store.set({ notice: marks.secondOpinion ? "No second opinion needed." : "Second opinion asked for." });
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

/** Where markers differ, points that are set here decide. */
function change(page: Page, marked: (own: Marks) => Marks, what: string): void {
  const isDecision = page.store.get().view === "differences";
  write(page, (own) => ({ ...marked(own), final: own.final || isDecision }), { what });
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
}

/** Changes the own marks of each answer, so that what a key does not set stays. */
function write(page: Page, marked: (own: Marks) => Marks, { what, isNoted }: Writing): void {
  const state = page.store.get();
  const keys = targets(state);
  if (isNoted !== true) note(page, what, keys);
  const entries = keys.map((key) => ({ key, marks: orNull(marked(marksAt(state, { ...state.place, key }))) }));
  page.sender.send({ to: "marks", body: { question: state.place.question, entries } });
}

function given(points: Marks["points"]): Marks["points"] {
  return Object.fromEntries(Object.entries(points).filter(([, value]) => value !== null));
}

function targets({ place, together }: State): readonly string[] {
  return [place.key, ...(together ?? [])];
}

/** Remembers the marks of these answers for undo. */
function note(page: Page, what: string, keys: readonly string[]): void {
  const state = page.store.get();
  addStep(page, { undo: "marks", what, place: state.place, before: marksNow(state, state.place, keys) });
}

/** The marks of several answers to a question, as a change that restores them. */
export function marksNow(
  state: State,
  { question }: Place,
  keys: readonly string[],
): Extract<Step, { undo: "marks" }>["before"] {
  return { question, entries: keys.map((key) => ({ key, marks: marksOf(state, { question, key }) })) };
}

/** Adds a step for undo. */
export function addStep(page: Page, step: Step): void {
  page.store.set({ history: [...page.store.get().history, step].slice(-MAX_STEPS) });
}
