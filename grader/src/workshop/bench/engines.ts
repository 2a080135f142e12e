import { mkdir } from "node:fs/promises";
import { availableParallelism, cpus, loadavg } from "node:os";
import { join } from "node:path";
import { median } from "simple-statistics";
import writeFileAtomic from "write-file-atomic";
import { bundleContender } from "./bundle-contender.ts";
import { commandsOf, startContender, type Contender, type ContenderCommand } from "./contender.ts";
import { callsOf, measure, type Series } from "./measure.ts";
import { renderTable } from "./render-table.ts";
import { cellsOf, trainingsOf, type BenchResult } from "./summary.ts";
import { readVectorUnit } from "./vector-units.ts";
import { EPOCHS, STEPS, TITLES, type Workload } from "./workloads.ts";
import { FaultError } from "../../shared/errors.ts";
import { makeScratch } from "../../shared/scratch.ts";
import { comparisonPlot } from "../../pipeline/report/plots.ts";
import { barProgress, lineProgress } from "./stage-progress.ts";

/** The first start reads from the disk, so the median of several counts. */
const STARTS = 5;

export interface BenchEnginesOptions {
  readonly only: readonly string[];
  readonly rounds: number;
  readonly batch: number;
  readonly threads: number;
  readonly python: string;
  readonly epoch: boolean;
  readonly out: string;
}

/** Times LeNet on every available contender; prints tables, writes bench.json and bench.svg. */
export async function benchEngines(options: BenchEnginesOptions, signal: AbortSignal): Promise<void> {
  const scratch = await makeScratch();
  try {
    await benchIn(scratch.folder, options, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new FaultError("stopped before the end, nothing was written", { cause: error });
  } finally {
    await scratch.remove();
  }
}

async function benchIn(scratchFolder: string, options: BenchEnginesOptions, signal: AbortSignal): Promise<void> {
  const loadBefore = loadavg()[0] ?? 0;
  const { contenders, absent } = await startAll(options, signal, scratchFolder);
  try {
    const workloads = [...STEPS, ...(options.epoch ? EPOCHS : [])];
    const series = await measureShown(contenders, options, { workloads, rounds: options.rounds, signal });
    const load = [loadBefore, loadavg()[0] ?? 0].map((each) => each / availableParallelism()) as [number, number];
    const vectorUnit = await readVectorUnit();
    const result = resultOf({ series, contenders, absent, load, vectorUnit, options });
    console.log(renderTable(result));
    await mkdir(options.out, { recursive: true });
    await writeFileAtomic(join(options.out, "bench.json"), `${JSON.stringify(result, null, 2)}\n`);
    await writeFileAtomic(join(options.out, "bench.svg"), plot(result));
    console.log(`\n${join(options.out, "bench.json")}, ${join(options.out, "bench.svg")}`);
  } finally {
    contenders.forEach(({ end }) => end());
  }
}

async function startAll(options: BenchEnginesOptions, signal: AbortSignal, scratchFolder: string) {
  const contenders: Contender[] = [];
  const absent: { name: string; reason: string }[] = [];
  const { python, threads, batch: batchSize } = options;
  const bundled = await bundleContender(scratchFolder);
  for (const command of commandsOf(options.only, { python, threads, batchSize, bundled })) {
    const started = await startSeveralTimes(command, signal);
    if (typeof started === "string") absent.push({ name: command.name, reason: started });
    else contenders.push(started);
  }
  if (contenders.length === 0) {
    throw new FaultError(
      `there is no contender to time: ${absent.map(({ name, reason }) => `${name}: ${reason}`).join("; ")}`,
    );
  }
  return { contenders, absent };
}

/** Starts a contender several times; the last one is kept, with the median of the start-up times. */
async function startSeveralTimes(command: ContenderCommand, signal: AbortSignal): Promise<Contender | string> {
  const startMs: number[] = [];
  for (;;) {
    const started = await startContender(command, signal);
    if (typeof started === "string") return started;
    startMs.push(started.ready.startMs);
    if (startMs.length === STARTS) return { ...started, ready: { ...started.ready, startMs: median(startMs) } };
    started.end();
  }
}

async function measureShown(
  contenders: readonly Contender[],
  { batch }: BenchEnginesOptions,
  run: { readonly workloads: readonly Workload[]; readonly rounds: number; readonly signal: AbortSignal },
): Promise<readonly Series[]> {
  const nowMs = (): number => performance.now();
  const toLines = lineProgress((line) => console.log(line), nowMs);
  const progress = process.stderr.isTTY ? barProgress(process.stderr, nowMs) : toLines;
  const total = callsOf(contenders.length, run);
  const stage = progress({ title: `batches of ${batch}`, unit: "calls", total, doneBefore: 0, lineEvery: 20 });
  try {
    return await measure(contenders, { ...run, onCall: stage.advance });
  } finally {
    stage.end();
  }
}

function resultOf({
  series,
  contenders,
  absent,
  load,
  vectorUnit,
  options,
}: {
  readonly series: readonly Series[];
  readonly contenders: readonly Contender[];
  readonly absent: BenchResult["absent"];
  readonly load: BenchResult["load"];
  readonly vectorUnit: string | undefined;
  readonly options: BenchEnginesOptions;
}): BenchResult {
  const summaries = contenders.map(({ name, ready }) => ({ name, ...ready, peakBytes: peakOf(series, name) }));
  const baseline = contenders.some(({ name }) => name === "torch") ? "torch" : null;
  const sizes = { contenders: summaries, baseline, batchSize: options.batch };
  return {
    schema: "robustness-lab/bench/v1",
    machine: {
      cpu: cpus()[0]?.model.trim() ?? "unknown",
      ...(vectorUnit !== undefined && { vectorUnit }),
      cores: availableParallelism(),
      node: process.versions.node,
    },
    rounds: options.rounds,
    load,
    absent,
    ...sizes,
    cells: cellsOf(series, sizes),
    trainings: trainingsOf(series, sizes),
  };
}

function peakOf(series: readonly Series[], name: string): number {
  const own = series.filter(({ contender }) => contender === name).flatMap(({ timings }) => timings);
  return own.reduce((peak, { peakBytes }) => Math.max(peak, peakBytes), 0);
}

/** Speed relative to the baseline; without one, images a second. */
function plot({ cells, baseline, batchSize }: BenchResult): string {
  const shown = cells.filter(({ contender }) => contender !== baseline);
  const measured = shown.map(({ contender, workload, medianSeconds, quartileSeconds: [low, high] }) => {
    const base = cells.find((cell) => cell.contender === baseline && cell.workload === workload)?.medianSeconds;
    const value = (seconds: number): number => (base === undefined ? batchSize : base) / seconds;
    return {
      what: TITLES[workload],
      name: contender,
      value: value(medianSeconds),
      low: value(high),
      high: value(low),
    };
  });
  const title = baseline === null ? "LeNet: images a second" : `LeNet: speed relative to ${baseline}`;
  const yLabel = baseline === null ? "images a second" : `times as fast as ${baseline} (more is better)`;
  return comparisonPlot(measured, { title, xLabel: "work", yLabel }, baseline === null ? 0 : 1);
}
