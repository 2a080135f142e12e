import prettyBytes from "pretty-bytes";
import prettyMs from "pretty-ms";
import { RECIPE } from "@robustness-lab/fixtures";
import { alignColumns } from "../../shared/table.ts";
import type { BenchResult, Trainings } from "./summary.ts";
import { TITLES } from "./workloads.ts";

const GIGA = 1e9;

/** The result as text of at most 80 columns: a table of contenders, then one of their times. */
export function renderTable(result: BenchResult): string {
  const { machine, load, batchSize, rounds, contenders, absent, baseline } = result;
  return [
    [machine.cpu, machine.vectorUnit, `${machine.cores} cores`, `Node ${machine.node}`].filter(Boolean).join(", "),
    `batches of ${batchSize}, ${rounds} rounds; load ${load.map((each) => each.toFixed(1)).join(" to ")}`,
    ...contenders.map(({ name, description }) => `${name}: ${description}`),
    ...absent.map(({ name, reason }) => `${name}: not available (${reason})`),
    "",
    alignColumns(contenderRows(result)),
    "",
    alignColumns(timeRows(result), 2),
    "",
    `trainings: those of ./robustness-lab reproduce, ${RECIPE.epochs} epochs each (with --epoch)`,
    "ms: median and quartiles; % of peak: share of the engine's own SIMD peak",
    ...(baseline === null ? [] : [`x ${baseline}: time over that of ${baseline} in the same round, median`]),
  ].join("\n");
}

function contenderRows({ contenders, trainings, baseline }: BenchResult): readonly (readonly string[])[] {
  const rows = contenders.map(({ name, startMs, peakBytes, peakOperations }) => [
    name,
    prettyMs(startMs),
    prettyBytes(peakBytes, { binary: true }),
    peakOperations > 0 ? `${(peakOperations / GIGA).toFixed(1)} GFLOP/s` : "-",
    ...trainingsTexts(trainings.find(({ contender }) => contender === name)).slice(0, baseline === null ? 1 : 2),
  ]);
  const ratio = baseline === null ? [] : [`x ${baseline}`];
  return [["engine", "start-up", "peak memory", "SIMD peak", "trainings", ...ratio], ...rows];
}

function trainingsTexts(trainings: Trainings | undefined): readonly string[] {
  if (trainings === undefined) return ["-", "-"];
  const time = prettyMs(1000 * trainings.medianSeconds, { secondsDecimalDigits: 0 });
  return [time, trainings.ratio?.toFixed(2) ?? "-"];
}

function timeRows({ cells, baseline }: BenchResult): readonly (readonly string[])[] {
  const header = ["work", "engine", "ms", "quartiles", ...(baseline === null ? [] : [`x ${baseline}`]), "% of peak"];
  const rows = cells.map(({ contender, workload, medianSeconds, quartileSeconds, ratio, peakShare }, index) => [
    workload === cells[index - 1]?.workload ? "" : TITLES[workload],
    contender,
    (1000 * medianSeconds).toFixed(0),
    quartileSeconds.map((seconds) => (1000 * seconds).toFixed(0)).join("-"),
    ...(baseline === null ? [] : [ratio?.toFixed(2) ?? "-"]),
    peakShare === undefined ? "-" : (100 * peakShare).toFixed(0),
  ]);
  return [header, ...rows];
}
