import type { AnswerState, Desk, DeskQuestion, DeskSubmission, Marks, Seen } from "../../protocol.ts";
import { replaceParagraph } from "../../comments.ts";
import { isMarked, NO_MARKS } from "./marks.ts";
import { patched } from "./patch.ts";
import type { Place, State, Whole } from "./state.ts";

/* What is shown: the state on disk with the unconfirmed changes on top. */

const NO_ANSWER: AnswerState = {
  isEmpty: true,
  isWhole: false,
  group: null,
  marks: null,
  isOutdated: false,
  others: [],
};

/** @throws Error if the page names a question that the desk does not have */
export function questionOf(state: State, id: string): DeskQuestion {
  const question = state.desk.questions.find((each) => each.id === id);
  if (question === undefined) throw new Error(`no question ${id}`);
  return question;
}

/** A class of hundreds is drawn at every key. */
const indexes = new WeakMap<Desk, ReadonlyMap<string, DeskSubmission>>();

/** @throws Error if the page names a submission that the desk does not have */
export function submissionOf({ desk }: State, key: string): DeskSubmission {
  const index = indexes.get(desk) ?? new Map(desk.submissions.map((each) => [each.key, each]));
  indexes.set(desk, index);
  const submission = index.get(key);
  if (submission === undefined) throw new Error(`no submission ${key}`);
  return submission;
}

/** The submission as it is shown, which a change of it names. */
export function seenAt(state: State, key: string): Seen {
  return { key, version: submissionOf(state, key).version };
}

/** What the server knows of an answer. */
export function answerOf(state: State, { question, key }: Place): AnswerState {
  return submissionOf(state, key).answers[question] ?? NO_ANSWER;
}

/** The marks on disk, unless they are for an earlier submission. */
export function countingMarks(state: State, place: Place): Marks | null {
  const { marks, isOutdated } = answerOf(state, place);
  return isOutdated ? null : marks;
}

/** The marks of an answer, null if there are none. */
export function marksOf(state: State, place: Place): Marks | null {
  let marks = countingMarks(state, place);
  for (const { to, body } of state.queue) {
    if (to === "submission" || body.question !== place.question) continue;
    if (to === "comment") marks = marks && { ...marks, comment: replaceParagraph(marks.comment, body.from, body.to) };
    else {
      const entry = body.entries.find(({ key }) => key === place.key);
      if (entry !== undefined) marks = patched(marks, entry.patch);
    }
  }
  return marks;
}

/** The marks of an answer, empty ones if there are none. */
export function marksAt(state: State, place: Place): Marks {
  return marksOf(state, place) ?? NO_MARKS;
}

/** Comment and adjustment of a submission as a whole. */
export function wholeOf(state: State, key: string): Whole {
  const { comment, adjustment } = submissionOf(state, key);
  let whole: Whole = { comment, adjustment };
  for (const { to, body } of state.queue) {
    if (to !== "submission" || body.key !== key) continue;
    whole = {
      comment: body.comment ?? whole.comment,
      adjustment: body.adjustment === undefined ? whole.adjustment : body.adjustment,
    };
  }
  return whole;
}

/** Whether every criterion of an answer has points. */
export function isDone(state: State, place: Place): boolean {
  return isMarked(marksOf(state, place), questionOf(state, place.question).criteria);
}

/** How many answers of a question are marked, of this marker's share. */
export function progress(state: State, question: string): { readonly done: number; readonly all: number } {
  const keys = state.desk.order[question] ?? [];
  return { done: keys.filter((key) => isDone(state, { question, key })).length, all: keys.length };
}

/** The members of an answer's group in the order of its question, itself included; only itself if it has none. */
export function groupOf(state: State, place: Place): readonly string[] {
  const { group } = answerOf(state, place);
  if (group === null) return [place.key];
  const keys = state.desk.order[place.question] ?? [];
  return keys.filter((key) => answerOf(state, { ...place, key }).group === group);
}

/** The groups of like answers to a question, the largest first. */
export function groupsOf(state: State, question: string): readonly (readonly string[])[] {
  const groups = new Map<string, string[]>();
  for (const key of state.desk.order[question] ?? []) {
    const { group } = answerOf(state, { question, key });
    if (group !== null) groups.set(group, [...(groups.get(group) ?? []), key]);
  }
  return [...groups.values()].filter(({ length }) => length > 1).toSorted((one, other) => other.length - one.length);
}
