import type { Result } from "../../pipeline/score/result.ts";

/** A result and what a gradebook may know its author by. */
export interface Exportable {
  /** The folder that holds the result. */
  readonly folder: string;
  readonly result: Result;
  /** The roster's id, where class.json gives one. */
  readonly id?: string;
  /** As a person reads it: in any script, not unique. */
  readonly name?: string;
  /** The number that Moodle gave the participant. */
  readonly moodleId?: string;
  /** The number that Canvas gave the user. */
  readonly canvasId?: string;
}

/** Something that did not reach the gradebook, and why. */
export interface Left {
  readonly what: string;
  readonly why: string;
}
