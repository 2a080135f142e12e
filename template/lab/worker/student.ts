import type { Scalar, Tensor1D, Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import { ALL_EXERCISES, type LinearAttackProblem, type LinearProblem, type MarginLoss } from "@robustness-lab/fixtures";
import type { Functions } from "../../experiments/training/functions.ts";
import { toThrownError } from "../shared/errors.ts";
import type { ExerciseFunction, FunctionState, Outcome, Problem } from "../shared/worker-messages.ts";
import { toProblem, Unmet } from "./problems.ts";

/** The functions that the page calls, with the signatures of the exercise sheet. */
export interface StudentFunctions extends Functions {
  readonly hingeLoss: MarginLoss;
  readonly logisticLoss: MarginLoss;
  readonly innerMaximumL2: (problem: LinearAttackProblem & { readonly loss: MarginLoss }) => Tensor1D;
  readonly innerMaximiserL2: (problem: LinearAttackProblem) => Tensor2D;
  readonly innerMaximumLinf: (problem: LinearAttackProblem & { readonly loss: MarginLoss }) => Tensor1D;
  readonly innerMaximiserLinf: (problem: LinearAttackProblem) => Tensor2D;
  readonly robustHinge: (problem: LinearAttackProblem) => Scalar;
  readonly robustHingeBound: (problem: LinearAttackProblem) => Scalar;
  readonly robustHingeSlack: (problem: LinearAttackProblem) => Scalar;
  readonly svmObjective: (problem: LinearProblem & { readonly lambda: number }) => Scalar;
  readonly fgsmLinear: (problem: LinearAttackProblem & { readonly lossDerivative: MarginLoss }) => Tensor2D;
  readonly projectL2: BallProjection;
  readonly randomStartL2: BallStart;
  readonly stepL2: Functions["stepLinf"];
}

type BallProjection = (candidate: Tensor4D, images: Tensor4D, epsilon: number) => Tensor4D;
type BallStart = (images: Tensor4D, epsilon: number, seed: number) => Tensor4D;

export type StudentFunction = keyof StudentFunctions;

type ImportFile = () => Promise<Readonly<Record<string, unknown>>>;

/** An exercise file: its exports, or why it does not load. */
type Loaded = { readonly exports: Readonly<Record<string, unknown>> } | { readonly error: unknown };

/** The student's functions as they were when the worker started. */
export interface Student {
  readonly states: readonly FunctionState[];
  /** Computes with some of the functions. @returns the value, or the problem, such as a stub or an error */
  readonly attempt: <N extends StudentFunction, T>(
    names: readonly N[],
    compute: (functions: Pick<StudentFunctions, N>) => T,
  ) => Outcome<T>;
  /** The same for a computation that waits. */
  readonly attemptAsync: <N extends StudentFunction, T>(
    names: readonly N[],
    compute: (functions: Pick<StudentFunctions, N>) => Promise<T>,
  ) => Promise<Outcome<T>>;
}

/**
 * Imports every exercise file separately, so that a broken one does not affect the others.
 *
 * @param onRunning is called with the function that runs from now on, so that a loop in it has a name
 */
export async function importStudent(onRunning: (called: ExerciseFunction) => void = () => {}): Promise<Student> {
  const paths = [...new Set(ALL_EXERCISES.map(({ file }) => file))];
  // Imported now: the worker may have waited for a while, and files may be new or gone.
  const { files } = await import("virtual:student-source");
  const loaded = new Map(await Promise.all(paths.map(async (path) => [path, await load(files[path], path)] as const)));
  const states = ALL_EXERCISES.flatMap(({ id, file, functions }) =>
    functions.map((name) => ({ exercise: id, name, file, state: stateOf(loaded.get(file), name) })),
  );
  const announced = announcer(onRunning);
  const askedOf = (names: readonly string[]) => states.filter(({ name }) => names.includes(name));
  const pick = (names: readonly string[]) => {
    const asked = askedOf(names);
    refuseBroken(asked, loaded);
    return Object.fromEntries(
      asked.map((each) => [each.name, announced(each, exportsOf(loaded.get(each.file))[each.name] as AnyFunction)]),
    ) as never;
  };
  const fail = (error: unknown, names: readonly string[]) =>
    ({ ok: false, problem: withOtherStubs(toProblem(error), askedOf(names)) }) as const;
  return {
    states,
    attempt: (names, compute) => {
      try {
        return { ok: true, value: compute(pick(names)) };
      } catch (error) {
        return fail(error, names);
      }
    },
    attemptAsync: async (names, compute) => {
      try {
        return { ok: true, value: await compute(pick(names)) };
      } catch (error) {
        return fail(error, names);
      }
    },
  };
}

type AnyFunction = (...given: unknown[]) => unknown;

/** Wraps functions, which call each other: after the inner one, the outer one runs on. */
function announcer(onRunning: (called: ExerciseFunction) => void) {
  const running: ExerciseFunction[] = [];
  return (called: ExerciseFunction, run: AnyFunction): AnyFunction =>
    (...given) => {
      running.push(called);
      onRunning(called);
      try {
        return run(...given);
      } finally {
        running.pop();
        const outer = running.at(-1);
        if (outer !== undefined) onRunning(outer);
      }
    };
}

async function load(importFile: ImportFile | undefined, path: string): Promise<Loaded> {
  if (importFile === undefined) return { error: new Error(`src/${path} is missing`) };
  try {
    return { exports: await importFile() };
  } catch (error) {
    return { error };
  }
}

/** A function is a stub if it creates a NotImplementedError and no `return` precedes it. */
function stateOf(loaded: Loaded | undefined, name: string): FunctionState["state"] {
  const found = exportsOf(loaded)[name];
  if (typeof found !== "function") return "broken";
  const [before = "", after] = Function.prototype.toString.call(found).split("NotImplementedError(");
  return after === undefined || /\breturn\b/.test(before) ? "written" : "stub";
}

/** The first stub that is called throws. This adds the computation's other stubs, so that all are listed at once. */
function withOtherStubs(problem: Problem, asked: readonly FunctionState[]): Problem {
  if (problem.kind !== "waiting") return problem;
  const stubs = asked.filter(({ state }) => state === "stub");
  const called = problem.functions.filter(({ name }) => !stubs.some((stub) => stub.name === name));
  return { kind: "waiting", functions: [...called, ...stubs] };
}

function refuseBroken(asked: readonly ExerciseFunction[], loaded: ReadonlyMap<string, Loaded>): void {
  for (const { name, file } of asked) {
    const found = loaded.get(file);
    if (found !== undefined && "error" in found) {
      throw new Unmet({ kind: "broken-file", file, error: toThrownError(found.error) });
    }
    if (typeof exportsOf(found)[name] !== "function") {
      const error = new TypeError(`src/${file} exports no function ${name}: don't rename functions`);
      throw new Unmet({ kind: "broken-file", file, error: toThrownError(error) });
    }
  }
}

function exportsOf(loaded: Loaded | undefined): Readonly<Record<string, unknown>> {
  return loaded !== undefined && "exports" in loaded ? loaded.exports : {};
}
