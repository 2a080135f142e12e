import type { BenchResult, Cell, ContenderSummary } from "./summary.ts";
import { RECIPE } from "../reproduce/configuration.ts";
import { EPOCHS, TITLES, type Workload } from "./workloads.ts";

const GIGA = 1e9;
const MIB = 2 ** 20;

/** The result as a table in text: a row a workload, a column a contender. */
export function renderTable(result: BenchResult): string {
  const { contenders, cells, baseline } = result;
  const workloads = [...new Set(cells.map(({ workload }) => workload))];
  const header = ["ms", ...contenders.map(({ name }) => name)];
  const rows = workloads.map((workload) => [
    TITLES[workload],
    ...contenders.map(({ name }) => cellText(cells, name, workload)),
  ]);
  const facts = [
    ["start-up", ...contenders.map(({ startMs }) => milliseconds(startMs / 1000))],
    ["peak memory, MiB", ...contenders.map(({ peakBytes }) => (peakBytes / MIB).toFixed(0))],
    ["SIMD peak, GFLOP/s", ...contenders.map(({ peakOperations }) => peakText(peakOperations))],
  ];
  const ratio = baseline === null ? "" : `, x: times as long as ${baseline} in the same round`;
  return [
    `${result.machine.cpu}, ${result.machine.cores} cores, Node ${result.machine.node}; batches of ${result.batchSize}, ` +
      `${result.rounds} rounds; load ${result.load.map((each) => each.toFixed(1)).join(" to ")}`,
    ...contenders.map(contenderLine),
    ...result.absent.map(({ name, reason }) => `${name}: not here (${reason})`),
    "",
    ...aligned([header, ...rows, ...facts]),
    ...trainingsLine(result),
    "",
    `medians; quartiles in brackets${ratio}, %: share of its own SIMD peak`,
  ].join("\n");
}

/** What the three trainings of `./robustness-lab reproduce` take, where an epoch of each was timed. */
function trainingsLine({ contenders, cells }: BenchResult): readonly string[] {
  const totals = contenders.flatMap(({ name }) => {
    const epochs = EPOCHS.map((workload) =>
      cells.find((cell) => cell.contender === name && cell.workload === workload),
    );
    const seconds = epochs.reduce((sum, cell) => sum + (cell?.medianSeconds ?? NaN), 0) * RECIPE.epochs;
    return Number.isNaN(seconds) ? [] : [`${name} ${seconds.toFixed(0)} s`];
  });
  if (totals.length === 0) return [];
  return ["", `the three trainings of ./robustness-lab reproduce, ${RECIPE.epochs} epochs each: ${totals.join(", ")}`];
}

function contenderLine({ name, description }: ContenderSummary): string {
  return `${name}: ${description}`;
}

function cellText(cells: readonly Cell[], contender: string, workload: Workload): string {
  const cell = cells.find((each) => each.contender === contender && each.workload === workload);
  if (cell === undefined) return "";
  const { medianSeconds, quartileSeconds, ratio, peakShare } = cell;
  const parts = [
    `${milliseconds(medianSeconds)} [${quartileSeconds.map(milliseconds).join(" ")}]`,
    ...(ratio === undefined ? [] : [`${ratio.toFixed(2)}x`]),
    ...(peakShare === undefined ? [] : [`${(100 * peakShare).toFixed(0)}%`]),
  ];
  return parts.join(" ");
}

function milliseconds(seconds: number): string {
  return (1000 * seconds).toFixed(0);
}

function peakText(operations: number): string {
  return operations > 0 ? (operations / GIGA).toFixed(1) : "-";
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
