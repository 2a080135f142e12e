import { Presets, SingleBar } from "cli-progress";

/** Shows how far a grade is: a bar with the time left on a terminal, nothing elsewhere. */
export interface Progress {
  readonly update: (judged: number, total: number) => void;
  readonly stop: () => void;
}

/** A progress bar on stderr, so that stdout holds the summary alone. */
export function showProgress(label: string, isTerminal: boolean, unit = "checks"): Progress {
  if (!isTerminal) return { update: () => undefined, stop: () => undefined };
  const bar = new SingleBar(
    {
      format: `${label} {bar} {value}/{total} ${unit}, {eta_formatted} left`,
      barsize: 24,
      hideCursor: true,
      clearOnComplete: true,
    },
    Presets.shades_classic,
  );
  let started = false;
  return {
    update: (judged, total) => {
      if (!started) bar.start(total, 0);
      started = true;
      bar.update(judged);
    },
    stop: () => {
      if (started) bar.stop();
    },
  };
}
