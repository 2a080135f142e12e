import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { startSession, type Session } from "./child-session.ts";
import type { Isolation, SandboxView } from "./isolation/index.ts";
import type { Limits, Observation, Submission } from "./observation.ts";
import type { EngineReport } from "./protocol/messages.ts";

/** What a submission process is made of. */
export interface SubmissionOptions {
  readonly isolation: Isolation;
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
 * after it was stopped or died.
 */
export function openSubmission(options: SubmissionOptions): Submission {
  const { limits } = options;
  const integrity = new Set<string>();
  const stopped = new Map<string, Observation>();
  let session: Session | undefined;
  let spentMs = 0;

  const liveSession = async (): Promise<Session> => {
    if (session?.isAlive() === true) return session;
    await session?.close();
    session = startSession({
      command: options.isolation.command(options.view),
      limits,
      newId: options.newId,
      onEngine: (engine) => options.onEngine?.(engine),
      onIntegrity: (note) => integrity.add(note),
    });
    return session;
  };

  const timed = async (call: () => Promise<Observation>): Promise<Observation> => {
    const startedAt = performance.now();
    const observation = await call();
    spentMs += performance.now() - startedAt;
    return observation;
  };

  const call = async (functionName: string, ...args: readonly unknown[]): Promise<Observation> => {
    const module = moduleOf(functionName, options.modules);
    if ("problem" in module) return { status: "unavailable", message: module.problem };
    // A function that was stopped once is not tried again: the time is everybody's.
    const before = stopped.get(functionName);
    if (before !== undefined) return before;
    if (spentMs > limits.submissionMs) return { status: "timed-out", seconds: limits.submissionMs / 1000 };
    const observation = await timed(async () => (await liveSession()).request(module.file, functionName, args));
    if (observation.status === "timed-out") stopped.set(functionName, observation);
    return observation;
  };

  return { call, integrity: () => [...integrity], close: async () => session?.close() };
}

function moduleOf(functionName: string, modules: SubmissionOptions["modules"]): ModuleState {
  const exercise = EXERCISES.find(({ functions }) => functions.includes(functionName));
  if (exercise === undefined) throw new RangeError(`no exercise has a function ${functionName}`);
  return modules[exercise.file] ?? { problem: `src/${exercise.file} is missing` };
}
