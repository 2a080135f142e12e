import { exerciseOf } from "@robustness-lab/fixtures/exercises";
import { startSession, type Answer, type Call, type Session } from "./child-session.ts";
import { sandboxCommand, type Isolation, type SandboxView, type Unprotected } from "./isolation/index.ts";
import { isLent } from "./arguments/described.ts";
import { describeLimit, type LimitName, type Limits } from "./run-limits.ts";
import type { Observation, Submission } from "./observation.ts";
import type { EngineReport } from "./protocol/call-messages.ts";

/** What a submission process is made of. */
export interface SubmissionOptions {
  readonly isolation: Isolation | Unprotected;
  readonly view: SandboxView;
  /** For each exercise file its bundle, relative to the submission folder, or why there is none. */
  readonly modules: Readonly<Record<string, ModuleState>>;
  readonly limits: Limits;
  /** Gives random, unguessable ids. */
  readonly newId: () => string;
  /** Told the engine of each child that starts. */
  readonly onEngine?: (engine: EngineReport) => void;
}

/** A bundle, or a sentence why the file could not be bundled. */
export type ModuleState = { readonly file: string } | { readonly problem: string };

/**
 * Opens a submission: calls are made one at a time in a sandboxed child, which is started at the first call and again
 * after it was stopped or died. Calls that lend something (a loss, a classifier, an attack) have a child of their own.
 */
export function openSubmission(options: SubmissionOptions): Submission {
  const { limits } = options;
  const integrity = new Set<string>();
  /** A function that was stopped once is not tried again: the time is everybody's. */
  const stopped = new Map<string, Observation>();
  const printed = printedText(limits.outputBytes);
  /** By whether something is lent in them: a loss that one function was given must not answer for another. */
  const lives = new Map<boolean, Life>();
  let spentMs = 0;
  let allowedMs = limits.submissionMs;
  let queue: Promise<unknown> = Promise.resolve();

  const freshLife = async (lends: boolean): Promise<Life> => {
    await endLife(lends);
    const session = startSession({
      command: sandboxCommand(options.isolation, options.view, limits),
      limits,
      newId: options.newId,
      onEngine: (engine) => options.onEngine?.(engine),
      onIntegrity: (note) => integrity.add(note),
    });
    const life = { session, called: new Set<string>() };
    lives.set(lends, life);
    return life;
  };

  const endLife = async (lends: boolean): Promise<void> => {
    const ended = lives.get(lends);
    lives.delete(lends);
    await ended?.session.close();
    printed.add(ended?.session.output() ?? "");
  };

  const timed = async ({ session, called }: Life, call: Call): Promise<Answer> => {
    called.add(call.functionName);
    const startedAt = performance.now();
    const leftMs = allowedMs - spentMs;
    const timeLimit = {
      ms: Math.min(limits.callMs, leftMs),
      limit: leftMs < limits.callMs ? "submission-time" : "time",
    } as const;
    const answer = await session.request(call, timeLimit);
    spentMs += performance.now() - startedAt;
    return answer;
  };

  const attempt = async (call: Call): Promise<Observation> => {
    const lends = call.args.some(isLent);
    const life = lives.get(lends);
    const current = life?.session.isAlive() === true ? life : await freshLife(lends);
    const othersWereCalled = [...current.called].some((name) => name !== call.functionName);
    const answer = await timed(current, call);
    // What another function left behind (a timer that throws, a loop that never ends) is not this one's fault.
    const again = othersWereCalled && isCutShort(answer) && spentMs < allowedMs;
    return (again ? await timed(await freshLife(lends), call) : answer).observation;
  };

  const call = async (functionName: string, args: readonly unknown[]): Promise<Observation> => {
    const source = exerciseOf(functionName).file;
    const module = options.modules[source] ?? { problem: `src/${source} is missing` };
    if ("problem" in module) return { status: "unavailable", message: module.problem };
    const before = stopped.get(functionName);
    if (before !== undefined) return before;
    if (spentMs >= allowedMs) return stoppedBy("submission-time", limits);
    const observation = await attempt({ source: `src/${source}`, file: module.file, functionName, args });
    if (observation.status === "stopped") stopped.set(functionName, observation);
    return observation;
  };

  return {
    call: (functionName, ...args) => {
      const answer = queue.then(() => call(functionName, args));
      queue = answer.catch(() => undefined);
      return answer;
    },
    allow: (ms) => {
      allowedMs = Math.min(allowedMs, spentMs + ms);
    },
    integrity: () => [...integrity].sort(),
    output: () => printed.text([...lives.values()].map(({ session }) => session.output()).join("")),
    close: async () => {
      await endLife(false);
      await endLife(true);
    },
  };
}

/** A running child, and the functions that were called in it. */
interface Life {
  readonly session: Session;
  readonly called: Set<string>;
}

/** Whether a call did not come to its own end, for a reason that may lie before it. */
function isCutShort({ observation, begun }: Answer): boolean {
  return observation.status === "crashed" || (observation.status === "stopped" && !begun);
}

function stoppedBy(limit: LimitName, limits: Limits): Observation {
  return { status: "stopped", limit, message: describeLimit(limit, limits) };
}

/** What several children printed, one after the other, and no more than a little of it. */
function printedText(maxBytes: number): {
  readonly add: (text: string) => void;
  readonly text: (last: string) => string;
} {
  let printed = "";
  const add = (text: string): void => {
    printed = (printed + text).slice(0, maxBytes);
  };
  return { add, text: (last) => (printed + last).slice(0, maxBytes) };
}
