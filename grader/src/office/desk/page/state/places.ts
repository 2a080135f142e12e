import type { Marks } from "../../protocol.ts";
import { agree, isMarked } from "./marks.ts";
import { answerOf, isDone, marksAt, marksOf, questionOf } from "./shown.ts";
import type { Place, State } from "./state.ts";

/* The order in which j, k and u visit answers. */

/** Whether the view shows an answer, which keys may mark. */
export function showsAnswer(state: State): boolean {
  return state.view !== "groups" && (state.view !== "differences" || differences(state).length > 0);
}

/** All answers of the view in its order. */
export function sequence(state: State): readonly Place[] {
  if (state.view === "differences") return differences(state);
  if (state.view === "submission") return bySubmission(state);
  const { question } = state.place;
  return (state.desk.order[question] ?? []).map((key) => ({ question, key }));
}

/** In the shuffled order of the first question, since that of the class follows names. */
function bySubmission({ desk }: State): readonly Place[] {
  const keys = desk.order[desk.questions[0]?.id ?? ""] ?? [];
  return keys.flatMap((key) => desk.questions.map(({ id }) => ({ question: id, key })));
}

/** The answer `steps` further, null at either end. */
export function stepFrom(state: State, steps: 1 | -1): Place | null {
  const places = sequence(state);
  const index = places.findIndex((place) => isSame(place, state.place));
  if (index === -1) return places[0] ?? null;
  return places[index + steps] ?? null;
}

/** The next answer that needs marks: further on, then from the beginning, then in the other questions. */
export function nextUnmarked(state: State): Place | null {
  const places = sequence(state);
  const index = places.findIndex((place) => isSame(place, state.place));
  const others = state.view === "question" ? restOf(state) : [];
  const inOrder = [...places.slice(index + 1), ...places.slice(0, Math.max(index, 0)), ...others];
  return inOrder.find((place) => !isSettled(state, place)) ?? null;
}

function restOf({ desk, place }: State): readonly Place[] {
  return desk.questions
    .filter(({ id }) => id !== place.question)
    .flatMap(({ id }) => (desk.order[id] ?? []).map((key) => ({ question: id, key })));
}

function isSettled(state: State, place: Place): boolean {
  return state.view === "differences" ? !isOpen(state, place) : isDone(state, place);
}

/** Whether two places are the same answer. */
export function isSame(one: Place, other: Place): boolean {
  return one.question === other.question && one.key === other.key;
}

/** The marks of one answer by everybody, in columns. */
export interface Column {
  /** Null for the marker at this desk. */
  readonly marker: string | null;
  readonly marks: Marks;
}

/** Who marked an answer. A final decision of this desk is no column. */
export function columns(state: State, place: Place): readonly Column[] {
  const own = marksOf(state, place);
  const { criteria } = questionOf(state, place.question);
  const mine = own !== null && !own.final && isMarked(own, criteria) ? [{ marker: null, marks: own }] : [];
  return [...mine, ...answerOf(state, place).others.filter(({ marks }) => isMarked(marks, criteria))];
}

/** Answers on which markers differ, that somebody decided, or for which somebody wants a second opinion. */
export function differences(state: State): readonly Place[] {
  const { desk } = state;
  const keys = desk.submissions.map(({ key }) => key).toSorted();
  return desk.questions.flatMap(({ id }) =>
    keys
      .map((key) => ({ question: id, key }))
      .filter((place) => isFlagged(state, place) || isDecided(state, place) || differ(state, place)),
  );
}

/** Whether a difference or a second opinion still waits for a decision. */
export function isOpen(state: State, place: Place): boolean {
  return !isDecided(state, place) && (differ(state, place) || isFlagged(state, place));
}

/** Whether markers gave different points or comments. */
export function differ(state: State, place: Place): boolean {
  const { criteria } = questionOf(state, place.question);
  const [first, ...rest] = columns(state, place);
  return first !== undefined && rest.some(({ marks }) => !agree(first.marks, marks, criteria));
}

/** Whether somebody's marks are final, and none of their criteria is without points. */
export function isDecided(state: State, place: Place): boolean {
  const { criteria } = questionOf(state, place.question);
  return allMarks(state, place).some((marks) => marks.final && isMarked(marks, criteria));
}

/** Whether somebody asks for a second opinion. */
export function isFlagged(state: State, place: Place): boolean {
  return allMarks(state, place).some((marks) => marks.secondOpinion);
}

function allMarks(state: State, place: Place): readonly Marks[] {
  return [marksAt(state, place), ...answerOf(state, place).others.map(({ marks }) => marks)];
}
