import { openComment, repeatComment } from "./actions/commenting.ts";
import { openPicture } from "./actions/pictures.ts";
import { giveAll, pressCriterion, takeColumn, toggleSecondOpinion, undo, unmark } from "./actions/marking.ts";
import { goToUnmarked, openGroup, setView, step, toggleGroup, turnQuestion } from "./actions/moving.ts";
import type { Page } from "./page.ts";
import { afterKey } from "./state/guard.ts";
import { showsAnswer } from "./state/places.ts";
import { submissionOf } from "./state/shown.ts";
import type { State } from "./state/state.ts";

/* The keys that mark. They work wherever nothing is being typed and no dialog is open. */

export interface Key {
  readonly key: string;
  readonly what: string;
  /** Works in a view that shows no answer too. */
  readonly needsNoAnswer?: true;
  readonly run: (page: Page) => void;
}

/** All keys but the numbers, in the order of the help. */
export const KEYS: readonly Key[] = [
  { key: "f", what: "all points", run: (page) => giveAll(page, 1) },
  { key: "0", what: "no points", run: (page) => giveAll(page, 0) },
  { key: "h", what: "then a number: half a point less", run: pressHalf },
  { key: "x", what: "not marked: removes the points", run: unmark },
  { key: "j", what: "next answer", run: (page) => step(page, 1) },
  { key: "k", what: "previous answer", run: (page) => step(page, -1) },
  { key: "u", what: "next unmarked answer", run: goToUnmarked },
  { key: "c", what: "comment", run: openComment },
  { key: "o", what: "overall comment and adjustment of the submission", run: openWhole },
  { key: ".", what: "the last comment again", run: repeatComment },
  { key: "z", what: "undo", run: undo, needsNoAnswer: true },
  { key: "g", what: "mark like answers together, or this one alone", run: toggleGroup },
  { key: "s", what: "second opinion", run: toggleSecondOpinion },
  { key: "n", what: "show the name", run: askName },
  { key: "p", what: "zoom into pictures", run: openPicture },
  { key: "m", what: "model answer and typical wrong answers", run: toggleGuide },
  { key: "q", what: "next question", run: (page) => turnQuestion(page, 1), needsNoAnswer: true },
  { key: "Q", what: "previous question", run: (page) => turnQuestion(page, -1), needsNoAnswer: true },
  { key: "w", what: "one question, or one submission whole", run: toggleWhole, needsNoAnswer: true },
  {
    key: "d",
    what: "differences between markers",
    run: (page) => toggleView(page, "differences"),
    needsNoAnswer: true,
  },
  { key: "l", what: "groups of like answers", run: (page) => toggleView(page, "groups"), needsNoAnswer: true },
  { key: "a", what: "in differences: take the marks of column A", run: (page) => takeDecision(page, 0) },
  { key: "b", what: "in differences: take the marks of column B", run: (page) => takeDecision(page, 1) },
  { key: "?", what: "all keys", run: (page) => page.store.set({ dialog: { kind: "keys" } }), needsNoAnswer: true },
];

const MOVES: ReadonlySet<string> = new Set(["j", "k"]);
const GUARDED =
  "A number used a comment; what you typed after it was ignored. z takes the comment back; a space before a number types it.";

/** Listens to the keys of the whole page. */
export function listenToKeys(page: Page): void {
  addEventListener("keydown", (event) => {
    if (isElsewhere(event) || page.store.get().dialog !== null) return;
    const state = page.store.get();
    if (isText(event, page)) return event.preventDefault();
    const run = actionOf(event, state);
    if (run === null) return;
    event.preventDefault();
    // A key that is held down moves on, and marks once.
    if (!event.repeat || MOVES.has(event.key)) run(page);
  });
}

/** Whether a key belongs to a text whose first digit has used a comment. Shift alone changes nothing. */
function isText({ key, timeStamp }: KeyboardEvent, { store }: Page): boolean {
  const before = store.get().guard;
  if (before === null || key.length !== 1) return false;
  const guard = afterKey(before, key, timeStamp);
  store.set(guard === null ? { guard } : { guard, notice: GUARDED });
  return guard !== null;
}

function actionOf(event: KeyboardEvent, state: State): ((page: Page) => void) | null {
  const number = numberOf(event);
  if (number !== null && number > 0) return (page) => pressNumber(page, number);
  const name = number === 0 ? "0" : event.key;
  const key = KEYS.find((each) => each.key === name);
  if (key === undefined) return null;
  return key.needsNoAnswer === true || showsAnswer(state) ? key.run : sayNoAnswer;
}

/** A number is a criterion, or a group in the list of groups. */
function pressNumber(page: Page, number: number): void {
  const state = page.store.get();
  if (state.view === "groups") openGroup(page, number);
  else if (showsAnswer(state)) pressCriterion(page, number);
  else sayNoAnswer(page);
}

function sayNoAnswer(page: Page): void {
  const isList = page.store.get().view === "groups";
  const next = isList ? "a number opens a group." : "d goes back to the answers.";
  page.store.set({ notice: `No answer is shown, so nothing was marked: ${next}` });
}

/** The number of a key, also on keyboards that need shift for it. */
export function numberOf({ code, key }: KeyboardEvent): number | null {
  if (/^[0-9]$/.test(key)) return Number(key);
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(code)?.[1];
  return digit === undefined || !/^[&é"'(\-è_çà§+ěščřžýáíľť]$/u.test(key) ? null : Number(digit);
}

function isElsewhere({ target, ctrlKey, altKey, metaKey, isComposing }: KeyboardEvent): boolean {
  const isTyping =
    target instanceof Element && target.closest("input:not([type=checkbox]), textarea, select, dialog") !== null;
  return isTyping || ctrlKey || altKey || metaKey || isComposing;
}

function pressHalf(page: Page): void {
  page.store.set({ isHalf: true, notice: "Half a point less: press the number of a criterion." });
}

function askName(page: Page): void {
  const state = page.store.get();
  const { revealed } = submissionOf(state, state.place.key);
  page.store.set(
    revealed === null ? { dialog: { kind: "name", key: state.place.key } } : { notice: `This is ${revealed}.` },
  );
}

function toggleGuide(page: Page): void {
  page.store.set({ isGuideOpen: !page.store.get().isGuideOpen });
  setTimeout(() => document.querySelector(".guide")?.scrollIntoView({ block: "start" }));
}

function toggleWhole(page: Page): void {
  setView(page, page.store.get().view === "submission" ? "question" : "submission");
}

function openWhole(page: Page): void {
  if (page.store.get().view !== "submission") setView(page, "submission");
  setTimeout(() => document.querySelector<HTMLElement>("#overall")?.focus());
}

function toggleView(page: Page, view: "differences" | "groups"): void {
  setView(page, page.store.get().view === view ? "question" : view);
}

function takeDecision(page: Page, index: number): void {
  if (page.store.get().view === "differences") takeColumn(page, index);
}
