/** The student's files, compiled, are at this path plus their path below src/. */
export const SOURCE_PATH = "/src/";
/** The stream of edits: each event is the path below src/ of a file that was edited, as JSON. */
export const EDITS_PATH = "/source/edits";
/** The path that explains why a file does not load: ?file=mnist/fgsm.ts */
export const BROKEN_PATH = "/source/broken";

/**
 * The results: GET lists them, GET /NAME reads a checkpoint, POST /NAME?seconds= saves one after another epoch, which took so
 * long.
 */
export const RESULTS_PATH = "/results";

/** What is below results/, and the digest of src/. */
export interface ResultList {
  readonly code: string;
  /** The version changes with every checkpoint. */
  readonly results: readonly { readonly name: string; readonly version: string }[];
}

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
