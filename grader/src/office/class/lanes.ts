import { FaultError } from "../../shared/errors.ts";
import type { Job } from "./worker-messages.ts";
import type { Answer, Worker } from "./worker-process.ts";

/** Grades with one process, which is started when there is something to grade, and replaced when it failed or is old. */
export interface Lane {
  readonly grade: (job: Job) => Promise<Answer>;
  /** For good. A worker that is just starting is ended by the next call, which is needed then. */
  readonly stop: () => Promise<void>;
}

/** After so many a worker is replaced: what suites and engine leave in its memory does not add up. */
const JOBS_OF_A_WORKER = 25;

/** Makes a lane. `start` starts a worker. */
export function openLane(start: () => Promise<Worker>): Lane {
  let worker: Worker | undefined;
  let jobs = 0;
  let isClosed = false;
  const assertOpen = (): void => {
    if (isClosed) throw new FaultError("the run was stopped");
  };
  const end = async (): Promise<void> => {
    const old = worker;
    worker = undefined;
    jobs = 0;
    await old?.stop();
  };
  const gradeWithWorker = async (job: Job): Promise<Answer> => {
    assertOpen();
    worker ??= await start();
    assertOpen();
    jobs += 1;
    const answer = await worker.grade(job);
    if (isFault(answer) || jobs >= JOBS_OF_A_WORKER) await end();
    return answer;
  };
  return {
    grade: async (job) => {
      try {
        return await gradeWithWorker(job);
      } catch (error) {
        if (!(error instanceof FaultError)) throw error;
        return { type: "fault", message: error.message };
      }
    },
    stop: () => {
      isClosed = true;
      return end();
    },
  };
}

/** Whether the grader failed, and not the submission. */
export function isFault(answer: Answer): boolean {
  return answer.type === "fault" || (answer.type === "result" && answer.result.status === "grader-fault");
}

/** Runs tasks in their order, so many at a time, each in a lane of its own; stops starting them when told to. */
export async function runInLanes<T, L>(
  tasks: readonly T[],
  lanes: readonly L[],
  run: (task: T, lane: L) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const waiting = tasks[Symbol.iterator]();
  const work = async (lane: L): Promise<void> => {
    for (const task of waiting) {
      if (signal.aborted) return;
      await run(task, lane);
    }
  };
  await Promise.all(lanes.map(work));
}
