/*
 * What the marking desk's page and its server say to each other. All addresses are below /<token>/.
 *
 *   GET  api/desk                  Desk
 *   GET  api/answers/<key>         RenderedAnswers
 *   GET  files/<key>/<file>        a picture or document beside result.json
 *   GET  api/events                server-sent events: "changed" when the marks changed on disk, by hand or by another desk;
 *                                  "broken", with Refused as JSON, while the marks file has mistakes, until the next "changed"
 *   POST api/marks                 SetMarks -> Saved | Refused (409: the file cannot take it now; 400: it can never be taken)
 *   POST api/submission            SetSubmission -> Saved | Refused
 *   POST api/comment               ReplaceComment -> Saved | Refused
 *
 * A POST is answered when its change is on disk.
 */

/** Everything that the page shows, except the answers themselves. */
export interface Desk {
  readonly marker: string | null;
  /** The marks file that this desk writes, as shown to people. */
  readonly file: string;
  /** A sentence on the mistakes in that file: nothing can be saved until they are corrected. */
  readonly broken: string | null;
  readonly title: string;
  readonly questions: readonly DeskQuestion[];
  readonly submissions: readonly DeskSubmission[];
  /** For each question the keys of the submissions in its own shuffled, stable order; only the share of this marker. */
  readonly order: Readonly<Record<string, readonly string[]>>;
}

export interface DeskQuestion {
  readonly id: string;
  readonly question: string;
  /** The whole text of the question, as students get it. Safe HTML. */
  readonly text: string;
  readonly maxPoints: number;
  readonly criteria: readonly DeskCriterion[];
  /** Safe HTML. */
  readonly modelAnswer: string;
  readonly wrongAnswers: readonly { readonly answer: string; readonly points: number; readonly why: string }[];
}

export interface DeskCriterion {
  readonly id: string;
  readonly title: string;
  readonly points: number;
  readonly lookFor: string;
}

/** Which answers a page shows. A change names them, and is refused (400) if the result is for another submission by now. */
export interface Seen {
  /** Opaque and stable; never the name. */
  readonly key: string;
  /** Changes when the student hands in again, and with it the answers. */
  readonly version: string;
}

export interface DeskSubmission extends Seen {
  /** Stable, such as "Blue Otter 17". */
  readonly pseudonym: string;
  /** Name and id, once they were asked for. */
  readonly revealed: string | null;
  /** Notes about the written part: a missing heading, a picture that was left out. */
  readonly notes: readonly string[];
  readonly documents: readonly DeskDocument[];
  readonly answers: Readonly<Record<string, AnswerState>>;
  readonly comment: string;
  readonly adjustment: Adjustment | null;
}

/** A file that a person must open. `file` is null if only its name is known. */
export interface DeskDocument {
  readonly path: string;
  readonly file: string | null;
}

export interface AnswerState {
  readonly isEmpty: boolean;
  /** The answer has no heading of its own: the whole text is shown. */
  readonly isWhole: boolean;
  /** Answers with the same group are empty, identical or very alike; null for an answer on its own. */
  readonly group: string | null;
  /** In this desk's file; null if there is nothing about the question. */
  readonly marks: Marks | null;
  /** The marks are for an earlier submission of the student, so they do not count. */
  readonly isOutdated: boolean;
  /** By other markers, in their files; without those for an earlier submission. */
  readonly others: readonly { readonly marker: string; readonly marks: Marks }[];
}

/** The marks of one answer. */
export interface Marks {
  /** By the id of the criterion, in steps of a half; null is not marked yet. */
  readonly points: Readonly<Record<string, number | null>>;
  /** For the student; paragraphs are reused. "" for none. */
  readonly comment: string;
  readonly secondOpinion: boolean;
  /** Decides where markers differ. */
  readonly final: boolean;
}

export interface Adjustment {
  readonly points: number;
  readonly reason: string;
}

/** Safe HTML by the id of the question; `whole` if an answer has no heading of its own. */
export interface RenderedAnswers {
  readonly answers: Readonly<Record<string, string>>;
  readonly whole: string | null;
}

/** What a marker changes of the marks of an answer; of the points only those that change, null for points that are taken away. */
export type Patch = Partial<Marks>;

/** Changes the marks of a question in one or several submissions, all or none. What somebody wrote into the file meanwhile stays. */
export interface SetMarks {
  readonly question: string;
  readonly entries: readonly (Seen & { readonly patch: Patch })[];
}

/** Changes what is said of a submission as a whole; what is absent stays. */
export interface SetSubmission extends Seen {
  readonly comment?: string;
  readonly adjustment?: Adjustment | null;
  /** Shows the name, which is noted in the marks file. */
  readonly reveal?: true;
  /** Takes the answer out of its group, or puts it back. */
  readonly alone?: { readonly question: string; readonly isAlone: boolean };
}

/** Replaces a paragraph in all comments on a question in this desk's file. */
export interface ReplaceComment {
  readonly question: string;
  readonly from: string;
  readonly to: string;
}

/** The state on disk after the change: what changed of the desk. */
export interface Saved {
  readonly submissions: readonly DeskSubmission[];
}

/** Nothing was written. */
export interface Refused {
  /** A sentence for the marker: "marks.yaml:7:14: ...: correct the file, it is read again". */
  readonly problem: string;
}
