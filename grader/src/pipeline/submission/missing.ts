import { posix } from "node:path";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { collisionKey, isCode } from "@robustness-lab/fixtures/hand-in";
import { pathInWords } from "../../shared/quote.ts";
import { belowRoot } from "./paths.ts";
import type { StagedFiles } from "./stage.ts";

/** The file of an exercise is missing. */
export interface MissingModule {
  readonly status: "missing";
  readonly message: string;
}

const EXPECTED: ReadonlySet<string> = new Set(EXERCISES.map((exercise) => `src/${exercise.file}`));

/** Reports that a file (src/…) is missing, and names a file that the student may have meant. */
export function missingModule(path: string, staged: StagedFiles): MissingModule {
  const leftOut = LEFT_OUT.map((isMeant) => staged.notes.find((note) => isMeant(belowRoot(note.path), path)));
  const note = leftOut.find((found) => found !== undefined);
  if (note !== undefined) return missing(path, note.message);
  const strays = staged.files.filter((file) => isCode(file) && !EXPECTED.has(file));
  const candidate = RANKS.map((isLike) => strays.find((file) => isLike(file, path))).find((file) => file !== undefined);
  return missing(path, candidate === undefined ? "no file like it was found" : `found ${pathInWords(candidate)}`);
}

/** Matches among the notes, best first: the file itself, a different extension, a folder around it. */
const LEFT_OUT: readonly ((left: string, path: string) => boolean)[] = [
  (left, path) => collisionKey(left) === collisionKey(path),
  (left, path) => stemOf(left) === stemOf(path) || collisionKey(left).startsWith(`${collisionKey(path)}.`),
  (left, path) => collisionKey(path).startsWith(`${collisionKey(left)}/`),
];

/** Matches among the files, best first: different case, extension or folder, or a variant of the name (defence2). */
const RANKS: readonly ((file: string, path: string) => boolean)[] = [
  (file, path) => collisionKey(file) === collisionKey(path),
  (file, path) => stemOf(file) === stemOf(path),
  (file, path) => posix.basename(stemOf(file)) === posix.basename(stemOf(path)),
  (file, path) => stemOf(file).startsWith(stemOf(path).slice(0, -2)),
];

function stemOf(path: string): string {
  return collisionKey(path.replace(/\.[^./]*$/, ""));
}

function missing(path: string, rest: string): MissingModule {
  return { status: "missing", message: `${path} is missing; ${rest}` };
}
