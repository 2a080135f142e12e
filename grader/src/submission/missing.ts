import { posix } from "node:path";
import { EXERCISES } from "@robustness-lab/fixtures";
import { collisionKey, isCode } from "./paths.ts";
import type { StagedFiles } from "./stage.ts";

/** The file of an exercise is not there. */
export interface MissingModule {
  readonly status: "missing";
  readonly message: string;
}

const EXPECTED: ReadonlySet<string> = new Set(EXERCISES.map((exercise) => `src/${exercise.file}`));

/** Says that a file (src/…) is missing, and what was handed in that may have been meant for it. */
export function missingModule(path: string, staged: StagedFiles): MissingModule {
  const leftOut = staged.notes.find((note) => collisionKey(note.path).endsWith(collisionKey(path)));
  if (leftOut !== undefined) return missing(path, leftOut.message);
  const strays = staged.files.filter((file) => isCode(file) && !EXPECTED.has(file));
  const candidate = RANKS.map((isLike) => strays.find((file) => isLike(file, path))).find((file) => file !== undefined);
  return missing(path, candidate === undefined ? "no file like it was found" : `found ${candidate}`);
}

/** Likenesses, the closest first: capitals, extension, another folder, a variant of the name (defense, defence2). */
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
