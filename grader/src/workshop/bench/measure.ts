import type { Contender } from "./contender.ts";
import type { Timing } from "./contender-messages.ts";
import { EPOCHS, type Workload } from "./workloads.ts";

/** The times of one contender and workload, in the order of the rounds. */
export interface Series {
  readonly contender: string;
  readonly workload: Workload;
  readonly timings: readonly Timing[];
}

/** What a run takes and tells. */
export interface MeasureOptions {
  readonly workloads: readonly Workload[];
  readonly rounds: number;
  readonly signal: AbortSignal;
  /** Called after each timing, and after each of the calls before them that only warm up. */
  readonly onCall: (note: string) => void;
}

/** Calls before the rounds, for compilers and caches to settle. */
const WARM_UPS = 2;

/** How many calls a run makes. */
export function callsOf(
  contenders: number,
  { workloads, rounds }: Pick<MeasureOptions, "workloads" | "rounds">,
): number {
  return workloads.reduce((calls, workload) => calls + contenders * (rounds + warmUpsOf(workload)), 0);
}

/**
 * Times each workload on each contender in turns: what else the machine does at the time meets all of them. Each has its
 * turn at being first, and only one computes at a time.
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
