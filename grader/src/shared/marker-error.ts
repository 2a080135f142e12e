/** What can be wrong with the markers of the reference solution. */
export type TemplateErrorCode =
  | "MALFORMED_MARKER"
  | "NESTED_REGION"
  | "UNCLOSED_REGION"
  | "UNOPENED_REGION"
  | "UNKNOWN_EXERCISE"
  | "UNKNOWN_FUNCTION"
  | "DUPLICATE_REGION"
  | "MISSING_REGION"
  | "MISSING_FILE";

/** A place in the reference solution. */
export interface Place {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** The author of the exercise made a mistake in the markers; never the fault of a student. */
export class TemplateError extends Error {
  override readonly name = "TemplateError";
  readonly code: TemplateErrorCode;
  readonly place: Place;

  constructor(code: TemplateErrorCode, place: Place, explanation: string) {
    super(`${place.file}:${place.line}: ${explanation}`);
    this.code = code;
    this.place = place;
  }
}
