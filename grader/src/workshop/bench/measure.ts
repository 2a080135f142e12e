import type { Contender } from "./contender.ts";
import type { Timing } from "./contender-messages.ts";
import { EPOCHS, type Workload } from "./workloads.ts";

/** The times of one workload on one contender, in the order of the rounds. */
export interface Series {
  readonly contender: string;
  readonly workload: Workload;
  readonly timings: readonly Timing[];
}

export interface MeasureOptions {
  readonly workloads: readonly Workload[];
  readonly rounds: number;
  readonly signal: AbortSignal;
  /** Called after each call, warm-ups included. */
  readonly onCall: (note: string) => void;
}

/** Calls before the first round, for compilers and caches to settle. */
const WARM_UPS = 2;

/** The number of calls that a measurement makes. */
export function callsOf(
  contenders: number,
  { workloads, rounds }: Pick<MeasureOptions, "workloads" | "rounds">,
): number {
  return workloads.reduce((calls, workload) => calls + contenders * (rounds + warmUpsOf(workload)), 0);
}

/**
 * Times each workload on all contenders alternately, so that other work on the machine slows all of them. Only one computes at
 * a time, and each round begins with a different contender.
 */
export async function measure(contenders: readonly Contender[], options: MeasureOptions): Promise<readonly Series[]> {
  const series: Series[] = [];
  for (const workload of options.workloads) {
    const timings = new Map(contenders.map(({ name }) => [name, [] as Timing[]]));
    const warmUps = warmUpsOf(workload);
    for (let round = -warmUps; round < options.rounds; round += 1) {
      for (const [index] of contenders.entries()) {
        options.signal.throwIfAborted();
        const contender = contenders[(index + round + warmUps) % contenders.length] as Contender;
        const timing = await contender.time(workload);
        if (round >= 0) timings.get(contender.name)?.push(timing);
        options.onCall(`${workload} on ${contender.name} ${(1000 * timing.seconds).toFixed(0)} ms`);
      }
    }
    for (const [contender, own] of timings) series.push({ contender, workload, timings: own });
  }
  return series;
}

function warmUpsOf(workload: Workload): number {
  return EPOCHS.includes(workload) || workload === "pgd-40" ? 0 : WARM_UPS;
}
