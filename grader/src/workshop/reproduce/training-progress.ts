import { SingleBar } from "cli-progress";
import { progressText, type StageState } from "./progress-text.ts";

/** What a stage is about, before it begins. */
export interface Stage extends Pick<StageState, "title" | "unit" | "total" | "doneBefore"> {
  /** Without a terminal, a line is written after each so many. */
  readonly lineEvery: number;
}

/** Told how a stage goes on. */
export interface StageProgress {
  readonly advance: (note: string) => void;
  readonly end: () => void;
}

/** Begins to show a stage. */
export type Progress = (stage: Stage) => StageProgress;

/** A stage's state as it goes on: called with the latest note, it gives the next state. */
function stageCounter(stage: Stage, nowMs: () => number): (note: string) => StageState {
  const startedMs = nowMs();
  let done = stage.doneBefore;
  return (note) => {
    done += 1;
    return { ...stage, done, elapsedMs: nowMs() - startedMs, note };
  };
}

/** Progress as plain lines, for logs. */
export function lineProgress(writeLine: (line: string) => void, nowMs: () => number): Progress {
  return (stage) => {
    const next = stageCounter(stage, nowMs);
    return {
      advance: (note) => {
        const state = next(note);
        if (state.done % stage.lineEvery === 0 || state.done === stage.total) writeLine(progressText(state));
      },
      end: () => undefined,
    };
  };
}

/** The run may be ended at any time and cannot put back what it changed: leave cursor and line wrap alone. */
const UNTOUCHED_TERMINAL = { hideCursor: false, linewrap: true } as const;

/** Progress as a bar that redraws itself; the last state stays as a line. */
export function barProgress(stream: NodeJS.WritableStream, nowMs: () => number): Progress {
  return (stage) => {
    const next = stageCounter(stage, nowMs);
    const bar = new SingleBar({ format: "{bar} {text}", barsize: 12, stream, ...UNTOUCHED_TERMINAL, fps: 5 });
    bar.start(stage.total, stage.doneBefore, { text: stage.title });
    return {
      advance: (note) => {
        const state = next(note);
        bar.update(state.done, { text: progressText(state) });
      },
      end: () => bar.stop(),
    };
  };
}
