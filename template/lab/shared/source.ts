/** The event that tells the page of an edit under src/. */
export const SOURCE_CHANGED = "lab:source-changed";
/** Where the server says what is wrong with a file that does not load: ?file=mnist/fgsm.ts */
export const BROKEN_PATH = "/source/broken";

/** A file that does not load, and why. */
export interface BrokenFile {
  /** below src/ */
  readonly file: string;
  readonly message: string;
  readonly line: number | null;
  readonly column: number | null;
  /** The lines around it, as the compiler shows them. */
  readonly frame: string | null;
}
