import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { EngineName } from "@robustness-lab/fixtures/engine";
import { FaultError, UsageError } from "../../shared/errors.ts";
import { killTree } from "../../shared/process-tree.ts";
import type { FromWorker, Job, ToWorker, WorkerSettings } from "./worker-messages.ts";

/** A grading process. */
export interface Worker {
  readonly processId: number;
  readonly engine: EngineName;
  /** The reason for this engine, as a sentence. */
  readonly why: string;
  /** Grades one submission at a time. If the process ends, the answer is a fault. */
  readonly grade: (job: Job) => Promise<Answer>;
  readonly stop: () => Promise<void>;
}

export type Answer = Exclude<FromWorker, { readonly type: "ready" }>;

/** The bundle of robustness-lab starts in a third of the time, but tests run without one. */
const BUNDLED = join(import.meta.dirname, "worker.mjs");
const [ENTRY, LOADER] = existsSync(BUNDLED)
  ? [BUNDLED, []]
  : [fileURLToPath(new URL("./worker.ts", import.meta.url)), ["--import", import.meta.resolve("tsx")]];
/** Longer than any engine needs to load, unless the machine swaps. */
const START_MS = 120_000;
/** Time for a worker to clean up before it is killed. */
const STOP_MS = 1000;
const STDERR_CHARACTERS = 2000;

/** Starts a worker. @throws UsageError if the engine is not available, FaultError if the process does not start */
export async function startWorker(settings: WorkerSettings): Promise<Worker> {
  const child = fork(ENTRY, [JSON.stringify(settings)], {
    // Ctrl-C in a terminal reaches only attached processes. We stop the workers, and they end if our channel closes.
    detached: true,
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    execArgv: LOADER,
  });
  const answers = listen(child);
  const first = await Promise.race([answers.next(), sleep(START_MS, TOO_SLOW, { ref: false })]);
  if (first.type === "ready") {
    return {
      processId: child.pid ?? 0,
      engine: first.engine,
      why: first.why,
      grade: (job) => grade(child, answers, job),
      stop: () => stop(child),
    };
  }
  await stop(child);
  if (first.type === "usage") throw new UsageError(first.message);
  throw new FaultError(`a grading process did not start: ${first.type === "fault" ? first.message : first.type}`);
}

const TOO_SLOW = { type: "fault", message: `it was not ready within ${START_MS / 1000} s` } as const;

async function grade(child: ChildProcess, answers: Answers, job: Job): Promise<Answer> {
  const answer = answers.next();
  post(child, { type: "grade", job });
  const message = await answer;
  return message.type === "ready" ? { type: "fault", message: "the grading process started twice" } : message;
}

async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const exit = once(child, "exit");
  post(child, { type: "stop" });
  await Promise.race([exit, sleep(STOP_MS, undefined, { ref: false })]);
  if (hasEnded(child) || child.pid === undefined) return;
  killTree(child.pid);
  await exit;
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function post(child: ChildProcess, message: ToWorker): void {
  // A failure to send is reported by the exit event.
  if (child.connected) child.send(message, () => undefined);
}

interface Answers {
  /** The next message, or a fault if the process has ended. */
  readonly next: () => Promise<FromWorker>;
}

function listen(child: ChildProcess): Answers {
  let stderr = "";
  child.stderr?.on("data", (chunk: Buffer) => (stderr = (stderr + chunk.toString("utf8")).slice(-STDERR_CHARACTERS)));
  let ended: FromWorker | undefined;
  let waiting: ((message: FromWorker) => void) | undefined;
  const deliver = (message: FromWorker): void => {
    waiting?.(message);
    waiting = undefined;
  };
  child.on("message", (message) => deliver(message as FromWorker));
  const end = (how: string): void => {
    const details = stderr.trim() === "" ? "" : `: ${stderr.trim()}`;
    ended = { type: "fault", message: `the grading process ended unexpectedly (${how})${details}` };
    deliver(ended);
  };
  child.once("error", ({ message }) => end(message));
  child.once("exit", (code, signal) => end(signal ?? `exit code ${String(code)}`));
  return {
    next: () =>
      new Promise((resolve) => {
        if (ended === undefined) waiting = resolve;
        else resolve(ended);
      }),
  };
}
