import { EXERCISES, type Exercise } from "@robustness-lab/fixtures/exercises";
import { isOfFile } from "../student/not-run.ts";
import type { TestResult } from "./workspace.ts";

/** "untested": written, but its tests have not run on it. */
export type ProgressState = "stub" | "untested" | "failing" | "passing";

/** How far an exercise is. */
export interface Progress {
  readonly exercise: Exercise;
  readonly state: ProgressState;
  /** The functions that are still stubs. */
  readonly stubs: readonly string[];
  /** The functions that are no stubs, in a file that loads. */
  readonly written: readonly string[];
  readonly passed: number;
  readonly ran: number;
}

/** How far each exercise is, in the order of the sheet. */
export function progressOf(read: (path: string) => string, results: readonly TestResult[]): readonly Progress[] {
  return EXERCISES.map((exercise) => {
    const text = read(sourceOf(exercise));
    const stubs = exercise.functions.filter((name) => isStub(text, exercise.id, name));
    const ours = resultsOf(exercise, results).filter(({ state }) => state !== "skip");
    const passed = ours.filter(({ state }) => state === "pass").length;
    const isBroken = results.some((each) => isOfFile(each) && each.file === testFileOf(exercise));
    const written = isBroken ? [] : exercise.functions.filter((name) => !stubs.includes(name));
    const state = isBroken ? "failing" : stateOf(stubs.length, passed, ours.length);
    return { exercise, stubs, written, passed, ran: ours.length, state };
  });
}

function stateOf(stubs: number, passed: number, ran: number): ProgressState {
  if (stubs > 0) return "stub";
  if (ran === 0) return "untested";
  return passed === ran ? "passing" : "failing";
}

/** The results of an exercise's tests: the title of their group starts with its number. */
export function resultsOf({ id }: Exercise, results: readonly TestResult[]): readonly TestResult[] {
  return results.filter(({ name }) => name.startsWith(`${id} `));
}

/** "src/mnist/fgsm.ts" */
export function sourceOf({ file }: Exercise): string {
  return `src/${file}`;
}

/** "tests/mnist/fgsm.test.ts" */
export function testFileOf({ file }: Exercise): string {
  return `tests/${file.replace(/\.ts$/, ".test.ts")}`;
}

/** The exercise at a place of a file: that of the last function that begins before it, else the file's first. */
export function exerciseAt(path: string, text: string, at: number): Exercise | undefined {
  const candidates = EXERCISES.filter((exercise) => sourceOf(exercise) === path || testFileOf(exercise) === path);
  const starts = candidates
    .flatMap((exercise) =>
      exercise.functions.map((name) => ({ exercise, start: definitionOf(text, name) ?? Infinity })),
    )
    .filter(({ start }) => start <= at)
    .sort((a, b) => b.start - a.start);
  return starts[0]?.exercise ?? candidates[0];
}

/** Where a function is defined in a text, as "function f" or "const f". */
export function definitionOf(text: string, name: string): number | undefined {
  const found = new RegExp(String.raw`^\s*(?:export\s+)?(?:async\s+)?(?:function|const|let)\s+(?=${name}\b)`, "m").exec(
    text,
  );
  return found === null ? undefined : found.index + found[0].length;
}

function isStub(text: string, id: string, name: string): boolean {
  return new RegExp(String.raw`^\s*throw new NotImplementedError\(\s*["'\`]${id} ${name}["'\`]`, "m").test(text);
}
