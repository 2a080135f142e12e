import prettyMilliseconds from "pretty-ms";
import { countWords } from "../../pipeline/report/wording.ts";
import { makeBar } from "../../shared/progress.ts";
import type { ClassEntry } from "./class-file.ts";
import type { ClassEvents } from "./grade-class.ts";
import { namesFor } from "../../shared/shown-name.ts";

/** Progress of a class on stderr: a bar on a terminal, otherwise a line per submission. */
export interface ClassProgress extends ClassEvents {
  readonly stop: () => void;
}

export interface ProgressOptions {
  readonly isTerminal: boolean;
  readonly writeLine: (line: string) => void;
  readonly now: () => number;
}

const BAR = "grading {bar} {value}/{total}, {running} running, {left} left";

export function showClassProgress({ isTerminal, writeLine, now }: ProgressOptions): ClassProgress {
  const bar = isTerminal ? makeBar(BAR) : undefined;
  let nameOf = namesFor([]);
  const counts = { total: 0, begun: 0, finished: 0, graded: 0, startedAt: 0 };
  const words = (): { running: number; left: string } => ({
    running: counts.begun - counts.finished,
    left: timeLeft(counts, now() - counts.startedAt),
  });
  return {
    onStart: (planned, jobs, { grader }) => {
      const total = planned.length;
      nameOf = namesFor(planned);
      Object.assign(counts, { total, startedAt: now() });
      const { engine, isolation, seed } = grader;
      writeLine(
        `${countWords(total, "submission")}, ${jobs} at a time, engine ${engine}, isolation ${isolation}, seed ${seed}`,
      );
      bar?.start(total, 0, words());
    },
    onBegun: () => {
      counts.begun += 1;
      bar?.update(counts.finished, words());
    },
    onFinished: ({ entry, how }) => {
      counts.finished += 1;
      if (how === "graded") counts.graded += 1;
      const { running, left } = words();
      if (bar !== undefined) return bar.update(counts.finished, { running, left });
      const position = `[${counts.finished}/${counts.total}]`;
      const cached = how === "kept" || how === "cached" ? " (cached)" : "";
      writeLine(`${position} ${outcomeWords(entry)}  ${nameOf(entry)}${cached}, ${running} running, ${left} left`);
    },
    stop: () => bar?.stop(),
  };
}

interface Counts {
  readonly total: number;
  readonly finished: number;
  readonly graded: number;
}

/** Estimated from graded submissions only: cached ones take no time, so they say nothing about the rest. */
function timeLeft({ total, finished, graded }: Counts, elapsedMs: number): string {
  if (finished === total) return "nothing";
  if (graded === 0) return "unknown time";
  const leftMs = (elapsedMs / graded) * (total - finished);
  return prettyMilliseconds(leftMs, { secondsDecimalDigits: 0, unitCount: 2 });
}

function outcomeWords(entry: ClassEntry): string {
  switch (entry.status) {
    case "graded":
      return `${entry.score}/${entry.maxScore}`;
    case "submission-error":
    case "unreadable":
      return "cannot be read";
    case "grader-fault":
      return "the grader failed";
    case "pending":
      return "not graded yet";
  }
}
