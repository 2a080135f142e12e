import type { SetSubmission } from "../../protocol.ts";
import { focusAnswer, type Page } from "../page.ts";
import { isSame, nextUnmarked, sequence, stepFrom } from "../state/places.ts";
import { answerOf, groupOf, groupsOf, isDone, progress, seenAt } from "../state/shown.ts";
import type { Place, State, View } from "../state/state.ts";
import { leaveComment } from "./commenting.ts";
import { addStep, completeTouched } from "./marking.ts";
import { leaveWhole } from "./whole.ts";

/* From one answer to another. */

const AHEAD = 3;

/** j and k. Going forward completes what was begun. */
export function step(page: Page, steps: 1 | -1): void {
  const said = steps === 1 ? completeTouched(page) : "";
  const next = stepFrom(page.store.get(), steps);
  if (next !== null) return show(page, next, said);
  page.store.set({
    notice: sentences(
      said,
      steps === 1 ? "This is the last one; u goes to the next unmarked." : "This is the first one.",
    ),
  });
}

/** u: the next answer without all of its points. */
export function goToUnmarked(page: Page): void {
  const said = completeTouched(page);
  const state = page.store.get();
  const next = nextUnmarked(state);
  if (next !== null) return show(page, next, sentences(said, turned(state, next)));
  const isLeft = state.view !== "differences" && !isDone(state, state.place);
  page.store.set({ notice: sentences(said, isLeft ? "Only this one is left." : "Nothing is left to mark here.") });
}

/** Another question, at its first unmarked answer. */
export function goToQuestion(page: Page, question: string): void {
  const state = page.store.get();
  const keys = state.desk.order[question] ?? [];
  const isWhole = state.view === "submission" && keys.includes(state.place.key);
  const unmarked = keys.find((key) => !isDone(state, { question, key }));
  const key = isWhole ? state.place.key : (unmarked ?? keys[0]);
  if (key === undefined) return page.store.set({ notice: `Nobody's answer to ${question} is in your share.` });
  if (state.view === "differences") page.store.set({ view: "question" });
  show(page, { question, key });
}

/** The next question, or the one before. */
export function turnQuestion(page: Page, steps: 1 | -1): void {
  const { desk, place } = page.store.get();
  const ids = desk.questions.map(({ id }) => id);
  const next = ids[(ids.indexOf(place.question) + steps + ids.length) % ids.length];
  if (next !== undefined) goToQuestion(page, next);
}

/** Another way to go through the answers. */
export function setView(page: Page, view: View): void {
  leaveTyping(page);
  page.store.set({ view, together: null, notice: "" });
  const state = page.store.get();
  const places = sequence(state);
  const first = places.find((place) => isSame(place, state.place)) ?? places[0];
  if (first !== undefined) show(page, first);
}

/** Shows an answer; what is being typed is saved first. */
export function show(page: Page, place: Place, notice = ""): void {
  leaveTyping(page);
  page.store.set({ place, together: null, isTouched: false, isHalf: false, notice });
  prepareNext(page);
  focusAnswer();
}

function sentences(...all: readonly string[]): string {
  return all.filter((each) => each !== "").join(" ");
}

/** Said when u has finished a question. */
function turned(state: State, place: Place): string {
  if (state.view !== "question" || state.place.question === place.question) return "";
  const { done, all } = progress(state, state.place.question);
  return done === all ? `${state.place.question} is finished; this is ${place.question}.` : "";
}

/** Saves comments that are being typed. */
export function leaveTyping(page: Page): void {
  leaveComment(page);
  leaveWhole(page);
}

/** Loads the answers that j, k and u would show. */
export function prepareNext(page: Page): void {
  const state = page.store.get();
  const places = sequence(state);
  const index = places.findIndex((place) => isSame(place, state.place));
  const unmarked = nextUnmarked(state);
  const next = [...(unmarked === null ? [] : [unmarked]), ...places.slice(index + 1, index + 1 + AHEAD)];
  const before = places.slice(Math.max(0, index - 1), index);
  page.answers.prepare([...next, ...before].map((place) => ({ ...place, isWhole: answerOf(state, place).isWhole })));
}

/** g: marks the answers of a group together, or this one alone again. */
export function toggleGroup(page: Page): void {
  const state = page.store.get();
  if (state.together !== null) return page.store.set({ together: null, notice: "Keys mark this answer alone." });
  const { place } = state;
  // Only the other views show the group.
  if (state.view === "differences") return page.store.set({ notice: "Differences are decided one at a time." });
  const others = groupOf(state, place).filter((key) => key !== place.key);
  if (others.length === 0) return page.store.set({ notice: "No other answer is like this one." });
  const unmarked = others.filter((key) => !isDone(state, { ...place, key }));
  page.store.set({ together: unmarked, notice: `Keys mark ${unmarked.length + 1} answers together.` });
}

/** Opens a group of the list by its number, at its first unmarked answer, to mark its answers together. */
export function openGroup(page: Page, number: number): void {
  const state = page.store.get();
  const { question } = state.place;
  const keys = groupsOf(state, question)[number - 1];
  const key = keys?.find((each) => !isDone(state, { question, key: each })) ?? keys?.[0];
  if (key === undefined) return page.store.set({ notice: `${question} has no group ${number}.` });
  setView(page, "question");
  show(page, { question, key });
  toggleGroup(page);
}

/** Takes a member among those that are marked together, or leaves it out. */
export function toggleMember(page: Page, key: string): void {
  const { together } = page.store.get();
  if (together === null) return;
  page.store.set({ together: together.includes(key) ? together.filter((each) => each !== key) : [...together, key] });
}

/** Takes an answer out of its group. */
export function splitOut(page: Page, key: string): void {
  const state = page.store.get();
  const { together, place } = state;
  const seen = seenAt(state, key);
  const alone = (isAlone: boolean): SetSubmission => ({ ...seen, alone: { question: place.question, isAlone } });
  addStep(page, { undo: "submission", what: "taken out of the group", place, before: alone(false) });
  page.sender.send({ to: "submission", body: alone(true) });
  const rest = key === place.key ? null : (together?.filter((each) => each !== key) ?? null);
  page.store.set({ together: rest, notice: "Taken out of its group." });
}
