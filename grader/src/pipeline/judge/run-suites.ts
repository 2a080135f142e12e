import { fork, type ChildProcess } from "node:child_process";
import { on, once } from "node:events";
import { stripVTControlCharacters } from "node:util";
import { bundledSuites } from "./bundled-suites.ts";
import type { Closing, JudgedCheck, Judgement } from "./judgement.ts";
import type { FromSuites } from "./serve-runs.ts";
import type { SuiteRun } from "./suite-run.ts";
import { messageOf } from "../../shared/errors.ts";
import { killTree } from "../../shared/process-tree.ts";
import { SHORT_LIVED } from "../../shared/short-lived.ts";

/** Options for watching and ending a run of the suites. */
export interface SuiteEvents {
  /** Called after each check. */
  readonly onJudged?: (check: JudgedCheck) => void;
  /** Ends the run early: the judgement is a fault. */
  readonly signal?: AbortSignal;
  /** Suites that run longer are a fault. The default is long after the limit of all calls. */
  readonly deadlineMs?: number;
}

/** The time of the suites besides the calls they make, on a slow machine. */
const SUITES_MS = 300_000;

/** A process with the hidden suites, which judges one submission after another. */
export interface Suites {
  /**
   * Runs the suites and collects the verdicts. Anything that prevents a verdict (a suite that throws at import, a test that
   * ends without being judged) is a fault, never a zero. After a fault the next judgement is made in a new process.
   */
  readonly judge: (run: SuiteRun, events?: SuiteEvents) => Promise<Judgement>;
  readonly close: () => Promise<void>;
}

/** Opens the suites. Their process is started by the first judgement. */
export function openSuites(entry = "all.suite.ts"): Suites {
  let open: SuitesProcess | undefined;
  const close = async (): Promise<void> => {
    const suites = open;
    open = undefined;
    if (suites !== undefined) await end(suites);
  };
  return {
    judge: async (run, events = {}) => {
      try {
        if (open === undefined || hasEnded(open)) open = start(await bundledSuites(entry, run.engine));
        const judgement = await judgeIn(open, run, events);
        if (judgement.status === "fault") await close();
        return judgement;
      } catch (error) {
        await close();
        return { status: "fault", reason: messageOf(error), integrity: [] };
      }
    },
    close,
  };
}

/** Runs the hidden suites once, in a new process. */
export async function runSuites(run: SuiteRun, events: SuiteEvents = {}, entry?: string): Promise<Judgement> {
  const suites = openSuites(entry);
  try {
    return await suites.judge(run, events);
  } finally {
    await suites.close();
  }
}

interface SuitesProcess {
  readonly child: ChildProcess;
  /** The end of what it printed on stderr. */
  readonly printed: () => string;
}

const PRINTED_CHARACTERS = 4000;

function start(file: string): SuitesProcess {
  const child = fork(file, [], {
    execArgv: [...SHORT_LIVED],
    // Numbers that JSON lacks.
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let printed = "";
  child.stderr?.on(
    "data",
    (chunk: Buffer) => (printed = (printed + chunk.toString("utf8")).slice(-PRINTED_CHARACTERS)),
  );
  // An exit, and the channel's end in it, is noticed by the run.
  child.on("error", () => undefined);
  return { child, printed: () => printed };
}

function hasEnded({ child: { exitCode, signalCode } }: SuitesProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

async function end(suites: SuitesProcess): Promise<void> {
  const { child } = suites;
  if (hasEnded(suites) || child.pid === undefined) return;
  const exit = once(child, "exit");
  killTree(child.pid);
  await exit;
}

/** @throws Error if the process ends, is too slow or is stopped */
async function judgeIn({ child, printed }: SuitesProcess, run: SuiteRun, events: SuiteEvents): Promise<Judgement> {
  const verdicts: JudgedCheck[] = [];
  const deadlineMs = events.deadlineMs ?? run.limits.submissionMs + SUITES_MS;
  let problem: string | undefined;
  const stop = (why: string): void => {
    problem = why;
    if (child.pid !== undefined) killTree(child.pid);
  };
  const abort = (): void => stop("the run was stopped");
  const timer = setTimeout(() => stop(`the suites did not end within ${deadlineMs / 1000} s`), deadlineMs);
  events.signal?.addEventListener("abort", abort);
  try {
    const messages = on(child, "message", { close: ["close"] }) as AsyncIterable<readonly [FromSuites]>;
    child.send(run, () => undefined);
    if (events.signal?.aborted) abort();
    for await (const [message] of messages) {
      if (message.type === "ended") return toJudgement(message, verdicts);
      verdicts.push(message.check);
      events.onJudged?.(message.check);
    }
    throw new Error(problem ?? `the suites' process ended: ${errorIn(printed())}`);
  } finally {
    clearTimeout(timer);
    events.signal?.removeEventListener("abort", abort);
  }
}

function toJudgement(
  { faults, closing }: Extract<FromSuites, { type: "ended" }>,
  verdicts: readonly JudgedCheck[],
): Judgement {
  const { integrity, printed, figure }: Closing = closing ?? { integrity: [], printed: "" };
  const reason = stripVTControlCharacters(faults.join("; "));
  return {
    ...(faults.length === 0 ? { status: "judged", verdicts } : { status: "fault", reason }),
    integrity,
    ...(printed === "" ? {} : { printed }),
    ...(figure === undefined ? {} : { figure }),
  };
}

/** The error with which a process ended, above its stack. */
function errorIn(printed: string): string {
  return /^\w*Error\b.*$/m.exec(printed)?.[0] ?? "it printed no error";
}
