import { Presets, SingleBar } from "cli-progress";

/** Progress through a known number of steps. */
export interface Progress {
  readonly update: (done: number, total: number) => void;
  readonly stop: () => void;
}

/** Shows a bar with the time left on stderr, since stdout is reserved for the summary; nothing if stderr is not a terminal. */
export function showProgress(label: string, isTerminal: boolean, unit = "checks"): Progress {
  if (!isTerminal) return { update: () => undefined, stop: () => undefined };
  const bar = makeBar(`${label} {bar} {value}/{total} ${unit}, {eta_formatted} left`);
  let started = false;
  return {
    update: (done, total) => {
      if (!started) bar.start(total, 0);
      started = true;
      bar.update(done);
    },
    stop: () => {
      if (started) bar.stop();
    },
  };
}

/** A bar on stderr that disappears when it stops. */
export function makeBar(format: string): SingleBar {
  return new SingleBar({ format, barsize: 24, hideCursor: true, clearOnComplete: true }, Presets.shades_classic);
}
