import { collisionKey, isAnswers } from "@robustness-lab/fixtures/hand-in";
import { groupBy } from "../../shared/group-by.ts";
import { bareSources } from "./bare-sources.ts";
import type { Gathered, GatheredFile } from "./gather.ts";
import { EXPECTED_FILES, isCodeLike, plainPath } from "./likely-names.ts";
import { compare, note, type Note } from "./notes.ts";
import { belowRoot, depthOf, pathIn, rootOf } from "./paths.ts";
import { SubmissionProblem, twoAttempts } from "./problems.ts";
import { repair } from "./repair-names.ts";

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
  const { root, inside, notes: read } = placeOf(gathered);
  const others = attemptsIn(gathered).filter((other) => other !== root && read.length === 0);
  const { files, lost } = withoutCollisions(inside);
  const repaired = repair(files, gathered.loose, root);
  if (!repaired.files.some((file) => file.path.startsWith("src/"))) {
    throw lost.length > 0 ? allCollide() : noSources(gathered);
  }
  // Reports of coverage also have a folder src/.
  const used = new Set(repaired.notes.map(({ path }) => path));
  const own = gathered.notes.filter(
    ({ kind, path }) => kind !== "wrong-kind" || (rootOf(path) === root && !used.has(path)),
  );
  return {
    root,
    files: repaired.files.toSorted((a, b) => compare(a.path, b.path)),
    notes: [...own, ...others.map((other) => otherAttempt(other, root)), ...lost, ...read, ...repaired.notes],
  };
}

/** Where the sources are, and those under the paths that they should have. */
interface Placed {
  readonly root: string;
  readonly inside: readonly GatheredFile[];
  readonly notes: readonly Note[];
}

/** A src/ with exercises; or else its contents without it; or else any src/, or none if there are only loose files. */
function placeOf(gathered: Gathered): Placed {
  const roots = [...new Set(gathered.files.map((file) => rootOf(file.path)).filter((root) => root !== undefined))];
  const attempts = attemptsIn(gathered);
  const bare = attempts.length === 0 ? bareSources(gathered.loose) : undefined;
  if (bare !== undefined) return { ...bare, inside: [...bare.inside, ...answersAt(bare.root, gathered)] };
  const root = roots.length === 0 ? "" : chooseRoot(roots, attempts);
  return { root, inside: gathered.files.flatMap((file) => toStaged(file, root)), notes: [] };
}

function answersAt(root: string, { files }: Gathered): readonly GatheredFile[] {
  return files.flatMap((file) => toStaged(file, root)).filter(({ path }) => path === "answers.md");
}

const EXERCISE_FILES = [...EXPECTED_FILES.keys()].map((file) => plainPath(`src/${file}`));

/** The folders with a src/ with a file of an exercise, unlike fixtures/src in a student's repository. */
function attemptsIn({ files }: Gathered): readonly string[] {
  const found = files.flatMap(({ path }) => {
    const root = rootOf(path);
    return root !== undefined && EXERCISE_FILES.includes(plainPath(belowRoot(path))) ? [root] : [];
  });
  return [...new Set(found)];
}

/** The shallowest folder with a src/, so that an old copy further down is not a second attempt. */
function chooseRoot(roots: readonly string[], attempts: readonly string[]): string {
  const depth = Math.min(...roots.map(depthOf));
  const shallowest = roots.filter((candidate) => depthOf(candidate) === depth).sort(compare);
  const [attempt, secondAttempt] = shallowest.filter((candidate) => attempts.includes(candidate));
  if (attempt !== undefined && secondAttempt === undefined) return attempt;
  const [root = "", second] = shallowest;
  if (second === undefined) return root;
  throw twoAttempts(pathIn(root, "src"), pathIn(second, "src"));
}

function noSources({ topNames, notes, locked }: Gathered): SubmissionProblem {
  if (topNames.length === 0)
    return new SubmissionProblem("The submission is empty; hand in the folder with your src/.");
  if (locked.some(isCodeLike) || notes.some(({ kind, path }) => kind === "unreadable" && rootOf(path) !== undefined)) {
    const why = "it is damaged, protected by a password or packed in an unusual format";
    return new SubmissionProblem(`Nothing in src/ can be read: ${why}; pack it again.`, { notes });
  }
  const shown = topNames.slice(0, 5).map((name) => JSON.stringify(name.slice(0, 60)));
  const found = shown.join(", ") + (topNames.length > shown.length ? ", …" : "");
  const expected = 'hand in the folder that contains "src" with your .ts files';
  return new SubmissionProblem(`There is no src folder with sources in the submission, only ${found}; ${expected}.`, {
    notes,
  });
}

function otherAttempt(other: string, root: string): Note {
  return note("other-attempt", `${other}/src`, `${JSON.stringify(pathIn(root, "src"))} is the one that is graded`);
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
  return { files: kept, lost: lost.map(collisionNote) };
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
