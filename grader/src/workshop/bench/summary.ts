import { median, quantile } from "simple-statistics";
import type { Ready } from "./contender-messages.ts";
import type { Series } from "./measure.ts";
import { operationsOf, type Workload } from "./workloads.ts";

/** The first message of a contender, and its peak memory. */
export interface ContenderSummary extends Ready {
  readonly name: string;
  readonly peakBytes: number;
}

/** The times of one workload on one contender, over all rounds. */
export interface Cell {
  readonly contender: string;
  readonly workload: Workload;
  readonly medianSeconds: number;
  readonly quartileSeconds: readonly [low: number, high: number];
  readonly medianCpuSeconds: number;
  /** The median over the rounds of the time divided by the baseline's in the same round; absent without a baseline. */
  readonly ratio?: number;
  /** The operations a second divided by the contender's peak; absent if the peak is unknown. */
  readonly peakShare?: number;
}

/** The format of bench.json. */
export interface BenchResult {
  readonly schema: "robustness-lab/bench/v1";
  readonly machine: { readonly cpu: string; readonly cores: number; readonly node: string };
  readonly batchSize: number;
  readonly rounds: number;
  /** Runnable processes per core, before and after: other work on the machine. */
  readonly load: readonly [before: number, after: number];
  readonly baseline: string | null;
  readonly contenders: readonly ContenderSummary[];
  readonly absent: readonly { readonly name: string; readonly reason: string }[];
  readonly cells: readonly Cell[];
}

/** Summarises times; `baseline` names the contender that the others are compared with. */
export function cellsOf(
  series: readonly Series[],
  { contenders, baseline, batchSize }: Pick<BenchResult, "contenders" | "baseline" | "batchSize">,
): readonly Cell[] {
  return series.map(({ contender, workload, timings }) => {
    const seconds = timings.map((timing) => timing.seconds);
    const base = series.find((other) => other.contender === baseline && other.workload === workload)?.timings;
    const ratios = base === undefined ? [] : seconds.map((own, round) => own / (base[round]?.seconds ?? NaN));
    const medianSeconds = median(seconds);
    const peak = contenders.find(({ name }) => name === contender)?.peakOperations ?? 0;
    return {
      contender,
      workload,
      medianSeconds,
      quartileSeconds: [quantile(seconds, 0.25), quantile(seconds, 0.75)],
      medianCpuSeconds: median(timings.map(({ cpuSeconds }) => cpuSeconds)),
      ...(ratios.length > 0 && { ratio: median(ratios) }),
      ...(peak > 0 && { peakShare: operationsOf(workload, batchSize) / medianSeconds / peak }),
    };
  });
}
