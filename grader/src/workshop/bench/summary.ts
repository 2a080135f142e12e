import type { Ready } from "./contender-messages.ts";
import type { Series } from "./measure.ts";
import { operationsOf, type Workload } from "./workloads.ts";

/** A contender as it presented itself, and the most memory it had. */
export interface ContenderSummary extends Ready {
  readonly name: string;
  readonly peakBytes: number;
}

/** One cell of the table. */
export interface Cell {
  readonly contender: string;
  readonly workload: Workload;
  readonly medianSeconds: number;
  /** Half of the times lie between these. */
  readonly quartileSeconds: readonly [low: number, high: number];
  readonly medianCpuSeconds: number;
  /** The median over the rounds of the time over that of the baseline in the same round; absent without a baseline. */
  readonly ratio?: number;
  /** Of what multiplications and additions reach at best there; absent where that is not known. */
  readonly peakShare?: number;
}

/** What `./robustness-lab bench` writes. */
export interface BenchResult {
  readonly schema: "robustness-lab/bench/v1";
  readonly machine: { readonly cpu: string; readonly cores: number; readonly node: string };
  readonly batchSize: number;
  readonly rounds: number;
  /** Runnable processes a core before and after: what else the machine did. */
  readonly load: readonly [before: number, after: number];
  readonly baseline: string | null;
  readonly contenders: readonly ContenderSummary[];
  readonly absent: readonly { readonly name: string; readonly reason: string }[];
  readonly cells: readonly Cell[];
}

/** Sums times up; `baseline` is the contender that the others are compared with. */
export function cellsOf(
  series: readonly Series[],
  { contenders, baseline, batchSize }: Pick<BenchResult, "contenders" | "baseline" | "batchSize">,
): readonly Cell[] {
  return series.map(({ contender, workload, timings }) => {
    const seconds = timings.map((timing) => timing.seconds);
    const base = series.find((other) => other.contender === baseline && other.workload === workload)?.timings;
    const ratios = base === undefined ? [] : seconds.map((own, round) => own / (base[round]?.seconds ?? NaN));
    const medianSeconds = quantile(seconds, 0.5);
    const peak = contenders.find(({ name }) => name === contender)?.peakOperations ?? 0;
    return {
      contender,
      workload,
      medianSeconds,
      quartileSeconds: [quantile(seconds, 0.25), quantile(seconds, 0.75)],
      medianCpuSeconds: quantile(
        timings.map(({ cpuSeconds }) => cpuSeconds),
        0.5,
      ),
      ...(ratios.length > 0 && { ratio: quantile(ratios, 0.5) }),
      ...(peak > 0 && { peakShare: operationsOf(workload, batchSize) / medianSeconds / peak }),
    };
  });
}

/** The value below which so large a part lies, between neighbours in proportion. @throws RangeError without values */
export function quantile(values: readonly number[], part: number): number {
  if (values.length === 0) throw new RangeError("no values have no quantile");
  const sorted = values.toSorted((a, b) => a - b);
  const place = part * (sorted.length - 1);
  const low = Math.floor(place);
  const [below, above] = [sorted[low] as number, sorted[Math.min(low + 1, sorted.length - 1)] as number];
  return below + (place - low) * (above - below);
}
