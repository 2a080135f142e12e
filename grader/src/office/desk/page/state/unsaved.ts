import { COMMENT_LIMITS, textProblem } from "../../../marks/text-limits.ts";
import { cleanComment } from "../../comments.ts";
import { submissionOf, wholeOf } from "./shown.ts";
import type { Place, State, Change, WholeDraft } from "./state.ts";

/* What cannot be saved as it is. What was typed stays in its field, and nothing else waits for it. */

/** Why a comment cannot be saved; null if it can. */
export function commentProblem(text: string): string | null {
  const problem = textProblem(cleanComment(text), COMMENT_LIMITS);
  return problem === null ? null : `Not saved: ${problem}.`;
}

/** The comment on an answer that could not be saved. */
export function heldAt({ held }: State, place: Place): string | undefined {
  return held[nameOf(place)];
}

/** Keeps a comment that cannot be saved; null if there is none any more. */
export function withHeld({ held }: State, place: Place, text: string | null): Pick<State, "held"> {
  const others = Object.entries(held).filter(([name]) => name !== nameOf(place));
  return { held: Object.fromEntries(text === null ? others : [...others, [nameOf(place), text]]) };
}

function nameOf({ question, key }: Place): string {
  return `${question}/${key}`;
}

/** Takes a change out of the way that the server will never take: its sentence is shown, its text goes back to its field. */
export function setAside(state: State, waiting: Change, refused: string): Partial<State> {
  const aside = [...state.aside, `${whereOf(state, waiting)}: ${refused}`];
  if (waiting.to === "marks") {
    const [first] = waiting.body.entries;
    const text = first?.patch.comment ?? "";
    const place = { question: waiting.body.question, key: first?.key ?? "" };
    return { aside, ...(text === "" ? {} : withHeld(state, place, text)) };
  }
  if (waiting.to === "comment") return { aside };
  const { key, comment, adjustment } = waiting.body;
  if (comment === undefined && adjustment === undefined) return { aside };
  const whole = wholeOf(state, key);
  const [points, reason] = [String(whole.adjustment?.points ?? ""), whole.adjustment?.reason ?? ""];
  const draft: WholeDraft = {
    key,
    comment: whole.comment,
    points,
    reason,
    isNoted: true,
    refused: `Not saved: ${refused}.`,
  };
  return { aside, wholeDrafts: { ...state.wholeDrafts, [key]: draft } };
}

function whereOf(state: State, { to, body }: Change): string {
  if (to === "comment") return `A comment on ${body.question}`;
  const key = to === "marks" ? body.entries[0]?.key : body.key;
  const who = key === undefined ? "" : submissionOf(state, key).pseudonym;
  return to === "marks" ? `${body.question} of ${who}` : who;
}
