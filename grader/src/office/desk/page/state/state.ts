import type { Adjustment, Desk, ReplaceComment, SetMarks, SetSubmission } from "../../protocol.ts";
import type { Guard } from "./guard.ts";

/* Everything that the page shows. `desk` is what is on disk; `queue` is what the server has not confirmed. */

export type View = "question" | "submission" | "groups" | "differences";

/** One answer. */
export interface Place {
  readonly question: string;
  readonly key: string;
}

export type Change =
  | { readonly to: "marks"; readonly body: SetMarks }
  | { readonly to: "submission"; readonly body: SetSubmission }
  | { readonly to: "comment"; readonly body: ReplaceComment };

/** Why the queue stands still. */
type Problem = { readonly kind: "refused"; readonly sentence: string } | { readonly kind: "offline" } | null;

/** The comment that is being typed. */
export interface Draft extends Place {
  /** As it was when typing began. */
  readonly before: string;
  readonly text: string;
  readonly caret: number;
  /** The used comment that the arrow keys have reached, -1 for none. */
  readonly chosen: number;
  /** The step for undo is in the history: one for all that is typed at once. */
  readonly isNoted: boolean;
}

/** What is being typed about a submission as a whole. */
export interface WholeDraft {
  readonly key: string;
  readonly comment: string;
  readonly points: string;
  readonly reason: string;
  readonly isNoted: boolean;
  /** Why the server did not take it, until it is changed. */
  readonly refused: string | null;
}

/** What undo restores. */
export type Step = { readonly place: Place; readonly what: string } & (
  | { readonly undo: "marks"; readonly before: SetMarks }
  | { readonly undo: "submission"; readonly before: SetSubmission }
);

export type Dialog =
  | { readonly kind: "keys" }
  | { readonly kind: "discard" }
  | { readonly kind: "name"; readonly key: string }
  | { readonly kind: "everywhere"; readonly replace: ReplaceComment; readonly used: number }
  | { readonly kind: "picture"; readonly pictures: readonly Picture[]; readonly shown: Zoom };

interface Picture {
  readonly src: string;
  readonly alt: string;
}

/** Which picture is shown, and how: quarter turns, and a shift in pixels. */
export interface Zoom {
  readonly index: number;
  readonly scale: number;
  readonly turns: number;
  readonly x: number;
  readonly y: number;
}

export interface State {
  readonly desk: Desk;
  readonly queue: readonly Change[];
  readonly problem: Problem;
  readonly view: View;
  readonly place: Place;
  readonly draft: Draft | null;
  /** Comments that could not be saved, by question and submission. */
  readonly held: Readonly<Record<string, string>>;
  /** Why changes were put aside that the server will never take. */
  readonly aside: readonly string[];
  /** By the key of the submission; one stays until it can be saved. */
  readonly wholeDrafts: Readonly<Record<string, WholeDraft>>;
  /** The other members of the group that are marked together with this answer; null if it is marked alone. */
  readonly together: readonly string[] | null;
  /** Keys of criteria were pressed on this answer since it is shown. */
  readonly isTouched: boolean;
  /** "h" was pressed: the next number takes half a point. */
  readonly isHalf: boolean;
  readonly history: readonly Step[];
  /** The comment that "." adds, by question. */
  readonly lastComments: Readonly<Record<string, string>>;
  readonly notice: string;
  /** Keys that come right after a used comment are text, not marks. */
  readonly guard: Guard | null;
  readonly dialog: Dialog | null;
  readonly isGuideOpen: boolean;
  /** Counts loaded answers, so that a new one is drawn. */
  readonly answersLoaded: number;
}

/** The page as it opens. */
export function initialState(desk: Desk, place: Place, view: View): State {
  return {
    desk,
    place,
    view,
    queue: [],
    problem: null,
    draft: null,
    held: {},
    aside: [],
    wholeDrafts: {},
    together: null,
    isTouched: false,
    isHalf: false,
    history: [],
    lastComments: {},
    notice: "",
    guard: null,
    dialog: null,
    isGuideOpen: false,
    answersLoaded: 0,
  };
}

/** Marks and texts of a submission as a whole, as shown: those on disk and the unconfirmed changes on top. */
export interface Whole {
  readonly comment: string;
  readonly adjustment: Adjustment | null;
}
