import { Presets, SingleBar } from "cli-progress";
import { defuseCommands, visible } from "../../shared/escape.ts";
import type { ClassEntry } from "./class-file.ts";
import type { ClassEvents } from "./grade-class.ts";

/** Shows how far a class is, on stderr: a bar on a terminal, a line for each submission elsewhere. */
export interface ClassProgress extends ClassEvents {
  readonly stop: () => void;
}

/** What a progress needs from outside. */
export interface ProgressSurroundings {
  readonly isTerminal: boolean;
  readonly writeLine: (line: string) => void;
  readonly now: () => number;
}

/** Makes a progress. */
export function showClassProgress({ isTerminal, writeLine, now }: ProgressSurroundings): ClassProgress {
  const bar = isTerminal ? makeBar() : undefined;
  const counts = { total: 0, jobs: 1, begun: 0, finished: 0, computed: 0, startedAt: 0 };
  const words = (): { running: number; left: string } => ({
    running: counts.begun - counts.finished,
    left: timeLeft(counts, now() - counts.startedAt),
  });
  return {
    onStart: (total, jobs, { grader }) => {
      Object.assign(counts, { total, jobs, startedAt: now() });
      const { engine, isolation, seed } = grader;
      writeLine(`${total} submissions, ${jobs} at a time, engine ${engine}, isolation ${isolation}, seed ${seed}`);
      bar?.start(total, 0, words());
    },
    onBegun: () => {
      counts.begun += 1;
      bar?.update(counts.finished, words());
    },
    onFinished: ({ entry, how }) => {
      counts.finished += 1;
      if (how === "graded") counts.computed += 1;
      const { running, left } = words();
      if (bar !== undefined) return bar.update(counts.finished, { running, left });
      const place = `[${counts.finished}/${counts.total}]`;
      const known = how === "kept" || how === "cached" ? " (known)" : "";
      writeLine(`${place} ${fateOf(entry)}  ${shown(entry.name)}${known}, ${running} running, ${left} left`);
    },
    stop: () => bar?.stop(),
  };
}

function makeBar(): SingleBar {
  const format = "grading {bar} {value}/{total}, {running} running, {left} left";
  return new SingleBar({ format, barsize: 24, hideCursor: true, clearOnComplete: true }, Presets.shades_classic);
}

interface Counts {
  readonly total: number;
  readonly finished: number;
  readonly computed: number;
}

/** From what those took that were computed: what was known took no time, and says nothing of the rest. */
function timeLeft({ total, finished, computed }: Counts, elapsedMs: number): string {
  if (finished === total) return "nothing";
  if (computed === 0) return "unknown time";
  return duration((elapsedMs / computed) * (total - finished));
}

function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function fateOf(entry: ClassEntry): string {
  switch (entry.status) {
    case "graded":
      return `${entry.score}/${entry.maxScore}`;
    case "submission-error":
      return "nothing to grade";
    case "unreadable":
      return "cannot be read";
    case "grader-fault":
      return "the grader failed";
    case "pending":
      return "not reached";
  }
}

function shown(name: string): string {
  return defuseCommands(visible(name, 60));
}
