import { FaultError } from "../../shared/errors.ts";
import type { Job } from "./worker-messages.ts";
import type { Answer, Worker } from "./worker-process.ts";

/** Grades with one worker at a time. A worker is started when needed, and replaced after a fault or many jobs. */
export interface Lane {
  readonly grade: (job: Job) => Promise<Answer>;
  /** Ends the lane. A worker that is still starting is ended by a second call. */
  readonly stop: () => Promise<void>;
}

/** A worker is replaced after this many jobs, so that memory leaks of suites and engine do not add up. */
const JOBS_PER_WORKER = 25;

export function openLane(start: () => Promise<Worker>): Lane {
  let worker: Worker | undefined;
  let jobs = 0;
  let isClosed = false;
  const assertOpen = (): void => {
    if (isClosed) throw new FaultError("the run was stopped");
  };
  const endWorker = async (): Promise<void> => {
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
    if (isFault(answer) || jobs >= JOBS_PER_WORKER) await endWorker();
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
      return endWorker();
    },
  };
}

function isFault(answer: Answer): boolean {
  return answer.type === "fault" || (answer.type === "result" && answer.result.status === "grader-fault");
}

/** Runs tasks in order, one per lane at a time. After an abort no further task starts. */
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
