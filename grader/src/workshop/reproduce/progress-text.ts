/** Where a stage of the reference run stands. */
export interface StageState {
  readonly title: string;
  /** What is counted: "steps". */
  readonly unit: string;
  readonly total: number;
  readonly done: number;
  /** How many were done before this run began: they say nothing about its speed. */
  readonly doneBefore: number;
  readonly elapsedMs: number;
  /** What the latest one gave: "loss 0.312". */
  readonly note: string;
}

/** One line on a stage: how far it is, what came out last, and how long it will take. */
export function progressText(state: StageState): string {
  const { title, unit, total, done, note } = state;
  return `${title}: ${done} of ${total} ${unit}${note === "" ? "" : `, ${note}`}, ${timeText(state)}`;
}

function timeText({ total, done, doneBefore, elapsedMs }: StageState): string {
  if (done >= total) return `took ${durationText(elapsedMs)}`;
  const doneNow = done - doneBefore;
  if (doneNow <= 0) return "time left unknown";
  return `${durationText((elapsedMs / doneNow) * (total - done))} left`;
}

/** A duration as minutes and seconds, or hours, minutes and seconds. */
export function durationText(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000);
  const padded = (value: number): string => String(value).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  const short = padded(seconds % 60);
  if (minutes < 60) return `${minutes}:${short}`;
  return `${Math.floor(minutes / 60)}:${padded(minutes % 60)}:${short}`;
}
