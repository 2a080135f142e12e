import * as tf from "@tensorflow/tfjs-core";
import * as fixtures from "@robustness-lab/fixtures";
import { startWasm } from "@robustness-lab/fixtures/engine/browser";
import wasmUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";
import type { Task } from "@vitest/runner";
import type { TestError, TestResult } from "../page/workspace.ts";
import { readImages, type OnProgress } from "../store/data.ts";
import { BrokenFileError, makeLinker } from "./link.ts";
import { takeConsole } from "./console.ts";
import type { FromStudent, ToStudent } from "./messages.ts";
import { placeOf } from "./places.ts";
import { showValue } from "./show-value.ts";
import { runTestFiles, vitest } from "./vitest.ts";

/*
 * The worker in which the student's code runs with the public tests, once: the page then starts a new one. Only terminating it
 * ends an endless loop.
 */

/** Where the site is; the page says it, because this worker's own address is that of a blob. */
const base = new URL("../", import.meta.url).href;
const send = (message: FromStudent): void => postMessage(message);

// An error deep in TensorFlow.js has more than ten frames above the student's.
Error.stackTraceLimit = 100;
const MNIST = "@robustness-lab/fixtures/mnist";
const mnist: { train?: ReturnType<typeof readImages>; test?: ReturnType<typeof readImages> } = {};
let isOutOfMemory = false;

addEventListener("message", ({ data }: MessageEvent<ToStudent>) => {
  run(data).catch((error: unknown) => send({ type: "failed", message: String(error) }));
});
startWasm(new URL(wasmUrl, import.meta.url).href).then(
  () => send({ type: "ready" }),
  (error: unknown) => send({ type: "failed", message: String(error) }),
);

async function run({ files, testFiles }: ToStudent): Promise<void> {
  await loadMnist(testFiles.flatMap((path) => files[path]?.imports ?? []).some(({ name }) => name === MNIST));
  takeConsole(showValue, (line) => send({ type: "output", line }));
  const load = makeLinker(files, packages());
  const found = await runTestFiles(testFiles, {
    load,
    onFile: (path) => send({ type: "begins", what: path }),
    onBegin: (task) => send({ type: "begins", what: `“${nameOf(task)}” in ${task.file.name}` }),
    onEnd: (task) => send({ type: "result", result: resultOf(task) }),
  });
  // A file that does not load has no tests to tell of it.
  for (const file of found.filter(({ result }) => (result?.errors?.length ?? 0) > 0)) {
    send({ type: "result", result: { ...resultOf(file), name: "the file loads" } });
  }
  send({ type: "done", isOutOfMemory });
}

/** Loads the test images before the tests that need them: the time of a slow network is none of a test's. */
async function loadMnist(isNeeded: boolean): Promise<void> {
  if (!isNeeded) return;
  await readKept("test", (done, total) => send({ type: "begins", what: `loading MNIST, ${done} of ${total} bytes` }));
}

function readKept(split: "train" | "test", onProgress?: OnProgress): ReturnType<typeof readImages> {
  return (mnist[split] ??= readImages(base, split, onProgress));
}

function packages(): Parameters<typeof makeLinker>[1] {
  return {
    "@tensorflow/tfjs-core": tf,
    "@robustness-lab/fixtures": fixtures,
    [MNIST]: { readMnist: readKept },
    vitest,
  };
}

function resultOf(task: Task): TestResult {
  const { state, errors = [], duration = 0 } = task.result ?? {};
  return {
    file: task.file.name.replace(/^\//, ""),
    name: nameOf(task),
    state: state === "pass" || state === "fail" ? state : "skip",
    errors: errors.map(toTestError),
    durationMs: duration,
  };
}

function nameOf(task: Task): string {
  const names: string[] = [];
  for (let each: Task | undefined = task; each !== undefined && each !== task.file; each = each.suite)
    names.unshift(each.name);
  return names.join(" > ");
}

type Thrown = NonNullable<NonNullable<Task["result"]>["errors"]>[number];

function toTestError(error: Thrown): TestError {
  isOutOfMemory ||= MEMORY.test(error.message);
  const { at } = error as Partial<BrokenFileError>;
  const name = error.name === undefined || error.name === "AssertionError" ? "" : `${error.name}: `;
  return { message: name + error.message, diff: error.diff ?? null, at: at ?? placeOf(error.stack ?? "") };
}

/** What browsers and TensorFlow.js say when memory runs out. */
const MEMORY =
  /allocation failed|out of memory|memory access out of bounds|invalid (typed )?array( buffer)? length|could not allocate/i;
