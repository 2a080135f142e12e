import { exerciseOf } from "@robustness-lab/fixtures/exercises";
import { isLent } from "./arguments/described.ts";
import { startSession, type Session } from "./child-session.ts";
import { sandboxCommand, type Isolation, type SandboxView, type Unprotected } from "./isolation/index.ts";
import { stoppedBy, type Observation, type Submission } from "./observation.ts";
import type { EngineReport } from "./protocol/call-messages.ts";
import type { Limits } from "./run-limits.ts";
import type { Answer, Call, TimeLimit } from "./session-state.ts";

export interface SubmissionOptions {
  readonly isolation: Isolation | Unprotected;
  readonly view: SandboxView;
  /** For each exercise file its bundle, relative to the submission folder, or why there is none. */
  readonly modules: Readonly<Record<string, ModuleState>>;
  readonly limits: Limits;
  /** Returns a random, unguessable id. */
  readonly newId: () => string;
  /** Receives the engine of each child that starts. */
  readonly onEngine?: (engine: EngineReport) => void;
}

/** A bundle and the student's files in it (src/…), or a sentence that explains why the file could not be bundled. */
export type ModuleState = { readonly file: string; readonly sources: readonly string[] } | { readonly problem: string };

/**
 * Opens a submission. Calls are made one at a time in a sandboxed child, which is started at the first call and again
 * after it was stopped or died. Calls that lend something (a loss, a classifier, an attack) run in a second child.
 */
export function openSubmission(options: SubmissionOptions): Submission {
  const open: Open = {
    options,
    children: new Map(),
    stopped: new Map(),
    integrity: new Set(),
    printed: "",
    spentMs: 0,
    allowedMs: options.limits.submissionMs,
  };
  let queue: Promise<unknown> = Promise.resolve();
  return {
    call: (functionName, ...args) => {
      const observation = queue.then(() => callOnce(open, functionName, args));
      queue = observation.catch(() => undefined);
      return observation;
    },
    allow: (ms) => {
      open.allowedMs = Math.min(open.allowedMs, open.spentMs + ms);
    },
    integrity: () => [...open.integrity].sort(),
    output: () => outputOf(open),
    close: async () => {
      await endChild(open, "plain");
      await endChild(open, "lending");
    },
  };
}

/** The child that runs a call: a loss lent to one function must not be available to another. */
type Kind = "plain" | "lending";

/** An open submission: its running children, and the record of its calls. */
interface Open {
  readonly options: SubmissionOptions;
  readonly children: Map<Kind, RunningChild>;
  /** Functions that were stopped. They are not called again, because all functions share the time. */
  readonly stopped: Map<string, Observation>;
  readonly integrity: Set<string>;
  /** Output of the children that have ended. */
  printed: string;
  spentMs: number;
  allowedMs: number;
}

interface RunningChild {
  readonly session: Session;
  /** The functions called in it. */
  readonly called: Set<string>;
}

/** Calls a function, unless the answer is known without a process. */
async function callOnce(open: Open, functionName: string, args: readonly unknown[]): Promise<Observation> {
  const { file } = exerciseOf(functionName);
  const module = open.options.modules[file] ?? { problem: `src/${file} is missing` };
  if ("problem" in module) return { status: "unavailable", message: module.problem };
  const before = open.stopped.get(functionName);
  if (before !== undefined) return before;
  if (!hasTimeLeft(open)) return stoppedBy("submission-time", open.options.limits);
  const observation = await callWithRetry(open, { ...module, source: `src/${file}`, functionName, args });
  if (observation.status === "stopped") open.stopped.set(functionName, observation);
  return observation;
}

/** Repeats a call in a fresh child if it was cut short and another function may be the cause (a late throw, a busy loop). */
async function callWithRetry(open: Open, call: Call): Promise<Observation> {
  const kind = call.args.some(isLent) ? "lending" : "plain";
  const running = open.children.get(kind);
  const child = running?.session.isAlive() === true ? running : await startFreshChild(open, kind);
  const othersWereCalled = [...child.called].some((name) => name !== call.functionName);
  const first = await timedRequest(open, child, call);
  if (!othersWereCalled || !isCutShort(first) || !hasTimeLeft(open)) return first.observation;
  return (await timedRequest(open, await startFreshChild(open, kind), call)).observation;
}

/** True if a call may have failed for an earlier reason: it crashed, was stopped before it began, or met a broken engine. */
function isCutShort({ observation, begun }: Answer): boolean {
  if (observation.status === "threw") return BROKEN_ENGINE.test(`${observation.name}: ${observation.message}`);
  return observation.status === "crashed" || (observation.status === "stopped" && !begun);
}

/** What WebAssembly throws in every call after a tensor that did not fit into its memory. */
const BROKEN_ENGINE = /^RuntimeError: (memory access out of bounds|unreachable)/;

async function timedRequest(open: Open, { session, called }: RunningChild, call: Call): Promise<Answer> {
  called.add(call.functionName);
  const startedAt = performance.now();
  const answer = await session.request(call, timeLimitOf(open));
  open.spentMs += performance.now() - startedAt;
  return answer;
}

function timeLimitOf({ options, spentMs, allowedMs }: Open): TimeLimit {
  const { callMs } = options.limits;
  const leftMs = allowedMs - spentMs;
  return leftMs < callMs ? { ms: leftMs, limit: "submission-time" } : { ms: callMs, limit: "time" };
}

function hasTimeLeft({ spentMs, allowedMs }: Open): boolean {
  return spentMs < allowedMs;
}

async function startFreshChild(open: Open, kind: Kind): Promise<RunningChild> {
  await endChild(open, kind);
  const { isolation, view, limits, newId, onEngine = () => undefined } = open.options;
  const session = startSession({
    command: sandboxCommand(isolation, view, limits),
    limits,
    newId,
    onEngine,
    onIntegrity: (note) => open.integrity.add(note),
  });
  const child = { session, called: new Set<string>() };
  open.children.set(kind, child);
  return child;
}

async function endChild(open: Open, kind: Kind): Promise<void> {
  const child = open.children.get(kind);
  if (child === undefined) return;
  open.children.delete(kind);
  await child.session.close();
  open.printed = (open.printed + child.session.output()).slice(0, open.options.limits.outputBytes);
}

/** The output of the ended children, then of the running ones, cut to the limit. */
function outputOf({ options, children, printed }: Open): string {
  const running = [...children.values()].map(({ session }) => session.output()).join("");
  return (printed + running).slice(0, options.limits.outputBytes);
}
