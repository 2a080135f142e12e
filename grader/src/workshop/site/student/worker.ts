import * as tf from "@tensorflow/tfjs-core";
import * as fixtures from "@robustness-lab/fixtures";
import { startWasm } from "@robustness-lab/fixtures/engine/browser";
import wasmUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";
import type { Task } from "@vitest/runner";
import type { TestError, TestResult } from "../page/workspace.ts";
import { readImages } from "../store/data.ts";
import { FIRST_IMAGES } from "../page/content.ts";
import { makeLinker, type LinkError, type Linker, type Translations } from "./link.ts";
import { takeConsole } from "./console.ts";
import type { FromStudent, ToStudent } from "./messages.ts";
import { explainMissingExport } from "./missing-export.ts";
import { FILE_LOADS } from "./not-run.ts";
import { placeOf } from "./places.ts";
import { showValue } from "./show-value.ts";
import { nameOf, runTestFiles, vitest } from "./vitest.ts";

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
let linker: Linker | undefined;
let translations: Translations = {};

addEventListener("message", ({ data }: MessageEvent<ToStudent>) => {
  run(data).catch((error: unknown) => send({ type: "failed", message: String(error) }));
});
startWasm(new URL(wasmUrl, import.meta.url).href).then(
  () => {
    limitTensors();
    send({ type: "ready" });
  },
  (error: unknown) => send({ type: "failed", message: String(error) }),
);

async function run({ files, testFiles }: ToStudent): Promise<void> {
  await loadMnist(files, testFiles);
  takeConsole(showValue, (line) => send({ type: "output", line }));
  translations = files;
  linker = makeLinker(files, packages());
  const found = await runTestFiles(testFiles, {
    load: linker.load,
    onFile: (path) => send({ type: "begins", what: path }),
    onBegin: (task) => send({ type: "begins", what: `“${nameOf(task)}” in ${task.file.name}` }),
    onEnd: (task) => {
      send({ type: "result", result: resultOf(task) });
      // Every later test would fail for the same reason.
      if (isOutOfMemory) send({ type: "done", isOutOfMemory });
    },
  });
  // A file that does not load has no tests to tell of it.
  for (const file of found.filter(({ result }) => (result?.errors?.length ?? 0) > 0)) {
    send({ type: "result", result: { ...resultOf(file), name: FILE_LOADS } });
  }
  send({ type: "done", isOutOfMemory });
}

/** Loads the test images before the tests that need them: the time of a slow network is none of a test's. */
async function loadMnist(files: Translations, testFiles: readonly string[]): Promise<void> {
  const imports = (path: string): boolean => files[path]?.imports.some(({ name }) => name === MNIST) === true;
  // The student's own files may read more than the public tests do.
  if (Object.keys(files).some((path) => path.startsWith("src/") && imports(path))) await readTest("test");
  else if (testFiles.some(imports)) await readTest(FIRST_IMAGES.name);
}

async function readTest(name: "test" | typeof FIRST_IMAGES.name): Promise<void> {
  mnist.test = readImages(base, name, (done, total) =>
    send({ type: "begins", what: `loading MNIST, ${done} of ${total} bytes` }),
  );
  await mnist.test;
}

function readMnist(split: "train" | "test"): ReturnType<typeof readImages> {
  return (mnist[split] ??= readImages(base, split));
}

function packages(): Parameters<typeof makeLinker>[1] {
  return {
    "@tensorflow/tfjs-core": tf,
    "@robustness-lab/fixtures": fixtures,
    [MNIST]: { readMnist },
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

type Thrown = NonNullable<NonNullable<Task["result"]>["errors"]>[number];

function toTestError(error: Thrown): TestError {
  isOutOfMemory ||= MEMORY.test(error.message);
  const name = error.name === undefined || error.name === "AssertionError" ? "" : `${error.name}: `;
  const message = plain(linker?.withPaths(error.message) ?? error.message);
  const missing = explainMissingExport(message, translations);
  if (missing !== null) return { ...missing, diff: null };
  return {
    message: name + message,
    diff: error.diff === undefined ? null : plain(error.diff),
    at: (error as Partial<LinkError>).at ?? placeOf(error.stack ?? ""),
  };
}

/** Without the colours of a terminal. */
function plain(text: string): string {
  return text.replaceAll(/\u001b\[\d+m/g, "");
}

/** What browsers, TensorFlow.js and we say when memory runs out. */
const MEMORY =
  /allocation failed|out of memory|memory access out of bounds|invalid (typed )?array( buffer)? length|could not allocate|the tensors take/i;

/** A hundred times what a public test needs. A tab that asks for too much may take the browser down with it. */
const MAX_TENSOR_BYTES = 2 ** 29;

/** Ends a function that makes too many tensors while it can still be told. */
function limitTensors(): void {
  const engine = tf.engine();
  const trackTensor = engine.trackTensor.bind(engine);
  engine.trackTensor = (...given) => {
    trackTensor(...given);
    if (engine.state.numBytes <= MAX_TENSOR_BYTES) return;
    throw new RangeError(
      `the tensors take ${toMib(engine.state.numBytes)}; a test may have ${toMib(MAX_TENSOR_BYTES)}`,
    );
  };
}

function toMib(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}
