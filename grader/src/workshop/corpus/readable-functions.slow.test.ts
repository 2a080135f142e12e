import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { loadTestEngine } from "@robustness-lab/fixtures/engine/testing";
import * as solution from "@robustness-lab/solution";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { RecordedCall } from "../../pipeline/judge/recorded-calls.ts";
import { lend } from "../../pipeline/run/lend.ts";
import type { Plain } from "../../pipeline/run/protocol/values.ts";
import { buildRuntime } from "../../pipeline/run/runtime.ts";
import { ROOT } from "../../shared/paths.ts";
import { findFormulas } from "../release/formulas/find-formulas.ts";
import { judgeInProcess } from "./judge-in-process.ts";
import { functionsIn, loadFunctions, type LoadedFunction } from "./testing/load-functions.ts";
import type * as SandboxCode from "./testing/sandbox-code.ts";

/*
 * A submission can read all code in the sandbox and print it into its report. No function of ours in it may answer an exercise:
 * each is called with the arguments of probes, in several ways, and what it returns is compared with the reference's answers.
 */

const SEED = 20261122;
/** Calls to try for each exercise; a function that answers all of them answers the exercise. */
const CALLS = 3;
const SOLUTION = resolve(ROOT, "solution/src/index.ts");
const SANDBOX_CODE = resolve(ROOT, "grader/src/workshop/corpus/testing/sandbox-code.ts");
/**
 * Not called: the child's entry, which opens the pipe, and the engine, whose functions load backends, register kernels, or loop
 * over addresses of memory. Like all files, they are searched for formulas.
 */
const NOT_CALLED = /\/run\/child\/main\.ts$|\/fixtures\/engine\//;

let folder: string;
let sources: readonly string[];
let probes: ReadonlyMap<string, readonly RecordedCall[]>;

beforeAll(async () => {
  // The second tfjs warns of each kernel that the first has registered.
  vi.spyOn(console, "warn").mockReturnValue(undefined);
  await loadTestEngine();
  folder = await mkdtemp(join(tmpdir(), "readable-"));
  const runtime = await buildRuntime(join(folder, "runtime"));
  sources = runtime.sources
    .filter((path) => !path.includes("node_modules/"))
    .map((path) => resolve(ROOT, "grader", path));
  probes = await tellingCalls();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("no source in the sandbox states the answer to an exercise", async () => {
  for (const path of sources) expect(findFormulas({ path, bytes: await readFile(path) })).toEqual([]);
});

test("no function in the sandbox computes the answer to an exercise", async () => {
  const called = sources.filter((path) => !NOT_CALLED.test(path));
  const { functions, found } = await answersOf([...called, SOLUTION]);
  expect(functions.length).toBeGreaterThan(100);
  // The reference's own functions are among them, last: they prove that an answer is found.
  const planted = found.filter((name) => name.includes("solution/src/"));
  expect(planted.length).toBeGreaterThanOrEqual(29);
  expect(found.filter((name) => !planted.includes(name))).toEqual([]);
});

/** For each function of the exercise, calls whose answer is none of their arguments. */
async function tellingCalls(): Promise<ReadonlyMap<string, readonly RecordedCall[]>> {
  const judged = await judgeInProcess(solution, { seed: SEED });
  const calls = judged.flatMap((check) => check.calls).filter(isTelling);
  const names = EXERCISES.flatMap((exercise) => exercise.functions);
  return new Map(
    names.map((name) => [name, calls.filter(({ functionName }) => functionName === name).slice(0, CALLS)]),
  );
}

function isTelling({ args, observation }: RecordedCall): boolean {
  if (observation.status !== "returned") return false;
  const answer = numbersIn(observation.value);
  return answer.length > 0 && !valuesIn(args).some((value) => isClose(numbersIn(value), answer));
}

/** The functions that answer an exercise, as sentences. */
async function answersOf(files: readonly string[]) {
  const { functions, exports } = await loadFunctions(files, SANDBOX_CODE, folder);
  const sandbox = exports as typeof SandboxCode;
  await sandbox.loadEngine("wasm", { wasmFolder: join(folder, "runtime") });
  const found = functions.flatMap((tried) => {
    const answered = [...probes].filter(([, calls]) => calls.every((call) => answers(tried, call, sandbox)));
    return answered.map(([exercise]) => `${tried.name} answers ${exercise}`);
  });
  return { functions, found };
}

/** Functions that start something, which would go on for each probe: none can answer. */
const starting = new Set<LoadedFunction>();

function answers(tried: LoadedFunction, { args, observation }: RecordedCall, sandbox: typeof SandboxCode): boolean {
  const expected = observation.status === "returned" ? numbersIn(observation.value) : [];
  return ARRANGEMENTS.some((arranged) => {
    if (starting.has(tried)) return false;
    try {
      const built = arranged(args.map((arg) => sandbox.build(lend(arg)).value));
      const returned = tried.call(...built);
      if (returned === undefined || returned instanceof Promise) starting.add(tried);
      if (returned instanceof Promise) returned.catch(() => undefined);
      // A function that returns functions is tried with what it returns too.
      const others = functionsIn(returned, "", 1).map(({ call }) => call(...built));
      return [returned, ...others].some((value) => isClose(numbersIn(sandbox.toPlain(value)), expected));
    } catch {
      return false;
    }
  });
}

/** Arguments as they are, and those of an object as a list. */
const ARRANGEMENTS = [
  (args: readonly unknown[]): readonly unknown[] => args,
  (args: readonly unknown[]): readonly unknown[] => args.flatMap((arg): unknown[] => Object.values(arg as object)),
];

/** All values in plain data. */
function valuesIn(value: unknown): readonly unknown[] {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || "$" in value) return [value];
  return Object.values(value).flatMap(valuesIn);
}

function numbersIn(value: unknown): readonly number[] {
  if (typeof value === "number" || typeof value === "boolean") return [Number(value)];
  if (ArrayBuffer.isView(value)) return [...(value as Float32Array)];
  if (typeof value !== "object" || value === null) return [];
  return "$" in value ? numbersIn((value as { data?: Plain }).data) : Object.values(value).flatMap(numbersIn);
}

function isClose(numbers: readonly number[], expected: readonly number[]): boolean {
  if (numbers.length !== expected.length) return false;
  return numbers.every((number, index) => {
    const wanted = expected[index] as number;
    return Object.is(number, wanted) || Math.abs(number - wanted) <= 1e-4 * (1 + Math.abs(wanted));
  });
}
