import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { collisionKey, isAnswers } from "@robustness-lab/fixtures/hand-in";
import { groupBy } from "../../shared/group-by.ts";
import type { Gathered, GatheredFile } from "./gather.ts";
import { compare, note, type Note } from "./notes.ts";
import { rootOf } from "./paths.ts";
import { SubmissionProblem } from "./problems.ts";

/** The files to stage, sorted, with paths relative to the folder that contains src/. */
export interface Layout {
  /** The folder that contains src/, "" for the top. */
  readonly root: string;
  readonly files: readonly GatheredFile[];
  /** On what was gathered, and on what is not laid out. */
  readonly notes: readonly Note[];
}

/** Finds the one attempt among the gathered files. @throws SubmissionProblem if there is none, or more than one */
export function layOut(gathered: Gathered): Layout {
  const roots = [...new Set(gathered.files.map((file) => rootOf(file.path)).filter((root) => root !== undefined))];
  const attempts = roots.filter((root) => isAttempt(root, gathered));
  const root = chooseRoot(roots, attempts, gathered);
  const others = attempts.filter((other) => other !== root).map((other) => otherAttempt(other, root));
  const inside = gathered.files.flatMap((file) => toStaged(file, root));
  const { files, lost } = withoutCollisions(inside);
  if (!files.some((file) => file.path.startsWith("src/"))) throw allCollide();
  // Reports of coverage also have a folder src/.
  const own = gathered.notes.filter(({ kind, path }) => kind !== "wrong-kind" || rootOf(path) === root);
  return { root, files, notes: [...own, ...others, ...lost] };
}

const EXERCISE_FILES = EXERCISES.map(({ file }) => `src/${file}`);

/** True for a src/ with a file of an exercise, unlike fixtures/src in a student's repository. */
function isAttempt(root: string, { files }: Gathered): boolean {
  const wanted = new Set(EXERCISE_FILES.map((file) => collisionKey(pathIn(root, file))));
  return files.some(({ path }) => wanted.has(collisionKey(path)));
}

/** The shallowest folder with a src/, so that an old copy further down is not a second attempt. */
function chooseRoot(roots: readonly string[], attempts: readonly string[], gathered: Gathered): string {
  const depth = Math.min(...roots.map(depthOf));
  const shallowest = roots.filter((candidate) => depthOf(candidate) === depth).sort(compare);
  const [attempt, secondAttempt] = shallowest.filter((candidate) => attempts.includes(candidate));
  if (attempt !== undefined && secondAttempt === undefined) return attempt;
  const [root, second] = shallowest;
  if (root === undefined) throw noSources(gathered);
  if (second === undefined) return root;
  throw new SubmissionProblem(
    `There are two attempts, ${JSON.stringify(`${root}/src`)} and ${JSON.stringify(`${second}/src`)}; hand in only the one to be graded.`,
  );
}

function depthOf(root: string): number {
  return root === "" ? 0 : root.split("/").length;
}

function noSources({ topNames, notes }: Gathered): SubmissionProblem {
  if (topNames.length === 0)
    return new SubmissionProblem("The submission is empty; hand in the folder with your src/.");
  if (notes.some(({ kind, path }) => kind === "unreadable" && rootOf(path) !== undefined)) {
    const why = "it is damaged, protected by a password or packed in an unusual format";
    return new SubmissionProblem(`Nothing in src/ can be read: ${why}; pack it again.`);
  }
  const shown = topNames.slice(0, 5).map((name) => JSON.stringify(name.slice(0, 60)));
  const found = shown.join(", ") + (topNames.length > shown.length ? ", …" : "");
  const expected = 'hand in the folder that contains "src" with your .ts files';
  return new SubmissionProblem(`There is no src folder with sources in the submission, only ${found}; ${expected}.`);
}

function otherAttempt(other: string, root: string): Note {
  return note("other-attempt", `${other}/src`, `${JSON.stringify(pathIn(root, "src"))} is the one that is graded`);
}

/** A path below a root, in the whole submission. */
export function pathIn(root: string, path: string): string {
  return root === "" ? path : `${root}/${path}`;
}

function toStaged(file: GatheredFile, root: string): GatheredFile[] {
  const prefix = root === "" ? "" : `${root}/`;
  if (!file.path.startsWith(prefix)) return [];
  const path = file.path.slice(prefix.length);
  if (path.startsWith("src/")) return [{ ...file, path }];
  return isAnswers(path) && !path.includes("/") ? [{ ...file, path: "answers.md" }] : [];
}

/** Leaves out every file of a collision, because the student may have meant any of them. */
function withoutCollisions(files: readonly GatheredFile[]): {
  readonly files: readonly GatheredFile[];
  readonly lost: readonly Note[];
} {
  const groups = groupBy(files, (file) => collisionKey(file.path));
  const folders = new Set(files.flatMap((file) => foldersOf(collisionKey(file.path))));
  const kept = [...groups].flatMap(([key, group]) => (folders.has(key) ? [] : agreed(group)));
  const keptKeys = new Set(kept.map((file) => collisionKey(file.path)));
  const lost = files.filter((file) => !keptKeys.has(collisionKey(file.path)));
  return { files: kept.sort((a, b) => compare(a.path, b.path)), lost: lost.map(collisionNote) };
}

/** The file of a group, if all its copies are equal: some tools pack a file twice. */
function agreed(group: readonly GatheredFile[]): GatheredFile[] {
  const [first, ...rest] = group;
  const isSame = (file: GatheredFile) => file.path === first?.path && Buffer.compare(file.bytes, first.bytes) === 0;
  return first !== undefined && rest.every(isSame) ? [first] : [];
}

function foldersOf(path: string): string[] {
  const segments = path.split("/");
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join("/"));
}

function collisionNote(file: GatheredFile): Note {
  return note("collision", file.path, "another file has the same name (but perhaps for capitals or accents)");
}

function allCollide(): SubmissionProblem {
  return new SubmissionProblem("Every file in src/ is there twice under one name; hand in each file once.");
}
