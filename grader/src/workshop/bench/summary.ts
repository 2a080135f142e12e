import { median, quantile } from "simple-statistics";
import { RECIPE } from "@robustness-lab/fixtures";
import type { Ready } from "./contender-messages.ts";
import type { Series } from "./measure.ts";
import { EPOCHS, operationsOf, type Workload } from "./workloads.ts";
import { sumOf } from "../../shared/sum-of.ts";

/** The first message of a contender, and its peak memory. */
export interface ContenderSummary extends Ready {
  readonly name: string;
  readonly peakBytes: number;
}

/** Times over all rounds. */
interface Spread {
  readonly medianSeconds: number;
  readonly quartileSeconds: readonly [low: number, high: number];
  /** The median over the rounds of the time divided by the baseline's in the same round; absent without a baseline. */
  readonly ratio?: number;
}

/** The times of one workload on one contender. */
export interface Cell extends Spread {
  readonly contender: string;
  readonly workload: Workload;
  readonly medianCpuSeconds: number;
  /** The operations a second divided by the contender's peak; absent if the peak is unknown. */
  readonly peakShare?: number;
}

/** The time of all epochs of the trainings of `./robustness-lab reproduce`, from one epoch of each in every round. */
export interface Trainings extends Spread {
  readonly contender: string;
}

/** The format of bench.json. */
export interface BenchResult {
  readonly schema: "robustness-lab/bench/v1";
  readonly machine: {
    readonly cpu: string;
    /** The widest vector unit, such as AVX2; absent if unknown. */
    readonly vectorUnit?: string;
    readonly cores: number;
    readonly node: string;
  };
  readonly batchSize: number;
  readonly rounds: number;
  /** Runnable processes per core, before and after: other work on the machine. */
  readonly load: readonly [before: number, after: number];
  readonly baseline: string | null;
  readonly contenders: readonly ContenderSummary[];
  readonly absent: readonly { readonly name: string; readonly reason: string }[];
  readonly cells: readonly Cell[];
  /** Empty without epochs. */
  readonly trainings: readonly Trainings[];
}

/** Summarises times; `baseline` names the contender that the others are compared with. */
export function cellsOf(
  series: readonly Series[],
  { contenders, baseline, batchSize }: Pick<BenchResult, "contenders" | "baseline" | "batchSize">,
): readonly Cell[] {
  return series.map(({ contender, workload, timings }) => {
    const base = series.find((other) => other.contender === baseline && other.workload === workload);
    const spread = spreadOf(secondsOf(timings), base && secondsOf(base.timings));
    const peak = contenders.find(({ name }) => name === contender)?.peakOperations ?? 0;
    return {
      contender,
      workload,
      ...spread,
      medianCpuSeconds: median(timings.map(({ cpuSeconds }) => cpuSeconds)),
      ...(peak > 0 && { peakShare: operationsOf(workload, batchSize) / spread.medianSeconds / peak }),
    };
  });
}

/** Adds up the epochs of each round. */
export function trainingsOf(
  series: readonly Series[],
  { contenders, baseline }: Pick<BenchResult, "contenders" | "baseline">,
): readonly Trainings[] {
  const roundsOf = (name: string | null): readonly number[] | undefined => {
    const epochs = series.filter(({ contender, workload }) => contender === name && EPOCHS.includes(workload));
    const [first] = epochs;
    return first?.timings.map(
      (_, round) => RECIPE.epochs * sumOf(epochs.map(({ timings }) => timings[round]?.seconds ?? NaN)),
    );
  };
  return contenders.flatMap(({ name }) => {
    const seconds = roundsOf(name);
    return seconds === undefined ? [] : [{ contender: name, ...spreadOf(seconds, roundsOf(baseline)) }];
  });
}

function secondsOf(timings: Series["timings"]): readonly number[] {
  return timings.map(({ seconds }) => seconds);
}

function spreadOf(seconds: readonly number[], base: readonly number[] | undefined): Spread {
  const all = [...seconds];
  return {
    medianSeconds: median(all),
    quartileSeconds: [quantile(all, 0.25), quantile(all, 0.75)],
    ...(base !== undefined && { ratio: median(seconds.map((own, round) => own / (base[round] ?? NaN))) }),
  };
}
