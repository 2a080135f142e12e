import { SingleBar } from "cli-progress";
import prettyMs from "pretty-ms";

/** A part of a run whose length is known. */
export interface Stage {
  readonly title: string;
  /** The plural of the counted unit: "steps". */
  readonly unit: string;
  readonly total: number;
  /** Done by an earlier run, so they do not count for the speed. */
  readonly doneBefore: number;
  /** Without a terminal, a line is written after each multiple of this number. */
  readonly lineEvery: number;
}

/** The progress of a stage that has begun. */
interface StageProgress {
  /** Counts one more; `note` is its outcome: "loss 0.312". */
  readonly advance: (note: string) => void;
  readonly end: () => void;
}

/** Begins to show a stage. */
export type Progress = (stage: Stage) => StageProgress;

/** Progress as plain lines, for logs. */
export function lineProgress(writeLine: (line: string) => void, nowMs: () => number): Progress {
  return (stage) => {
    const next = counterOf(stage, nowMs);
    return {
      advance: (note) => {
        const { done, text } = next(note);
        if (done % stage.lineEvery === 0 || done === stage.total) writeLine(text);
      },
      end: () => undefined,
    };
  };
}

/** The run may be killed at any time and could not restore these, so it does not change cursor and line wrap. */
const UNTOUCHED_TERMINAL = { hideCursor: false, linewrap: true } as const;

/** Progress as a bar that redraws itself; the last state stays as a line. */
export function barProgress(stream: NodeJS.WritableStream, nowMs: () => number): Progress {
  return (stage) => {
    const next = counterOf(stage, nowMs);
    const bar = new SingleBar({ format: "{bar} {text}", barsize: 12, stream, ...UNTOUCHED_TERMINAL, fps: 5 });
    bar.start(stage.total, stage.doneBefore, { text: stage.title });
    return {
      advance: (note) => {
        const { done, text } = next(note);
        bar.update(done, { text });
      },
      end: () => bar.stop(),
    };
  };
}

function counterOf(
  stage: Stage,
  nowMs: () => number,
): (note: string) => { readonly done: number; readonly text: string } {
  const startedMs = nowMs();
  let done = stage.doneBefore;
  return (note) => {
    done += 1;
    return { done, text: progressText(stage, { done, note, elapsedMs: nowMs() - startedMs }) };
  };
}

interface StageState {
  readonly done: number;
  readonly elapsedMs: number;
  readonly note: string;
}

/** A line such as "LeNet: 120 of 600 steps, loss 0.312, 8:00 left". */
export function progressText(stage: Stage, { done, elapsedMs, note }: StageState): string {
  const { title, unit, total, doneBefore } = stage;
  const leftMs = (elapsedMs / (done - doneBefore)) * (total - done);
  const time = done < total ? `${durationText(leftMs)} left` : `took ${durationText(elapsedMs)}`;
  return `${title}: ${done} of ${total} ${unit}, ${note}, ${time}`;
}

/** A duration to the second: "0:59", "1:01:01". */
function durationText(durationMs: number): string {
  return prettyMs(1000 * Math.round(durationMs / 1000), { colonNotation: true });
}
