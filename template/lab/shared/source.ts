/** The event that the server sends to the page after an edit under src/. */
export const SOURCE_CHANGED = "lab:source-changed";
/** The path that explains why a file does not load: ?file=mnist/fgsm.ts */
export const BROKEN_PATH = "/source/broken";

/** A file that does not load, and why. */
export interface BrokenFile {
  /** below src/ */
  readonly file: string;
  readonly message: string;
  readonly line: number | null;
  readonly column: number | null;
  /** The source lines around the error. */
  readonly frame: string | null;
}
