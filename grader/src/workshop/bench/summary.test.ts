import { expect, test } from "vitest";
import type { Series } from "./measure.ts";
import { renderTable } from "./render-table.ts";
import { cellsOf, trainingsOf, type BenchResult, type ContenderSummary } from "./summary.ts";
import { EPOCHS, operationsOf, stepsOf } from "./workloads.ts";

const contender = (name: string, peakOperations: number): ContenderSummary => ({
  name,
  description: `${name} 1.0`,
  startMs: 120,
  peakOperations,
  peakBytes: 300 * 2 ** 20,
});
const contenders = [contender("wasm", 20e9), contender("torch", 0)];

function series(name: string, seconds: readonly number[]): Series {
  const timings = seconds.map((each) => ({ seconds: each, cpuSeconds: 2 * each, peakBytes: 1 }));
  return { contender: name, workload: "train", timings };
}

test("ratios are formed within a round, so that a round that is slow for both makes no difference", () => {
  const both = [series("wasm", [0.1, 0.2, 0.9]), series("torch", [0.2, 0.4, 1.8])];
  const [ours, theirs] = cellsOf(both, { contenders, baseline: "torch", batchSize: 1000 });
  expect(ours).toMatchObject({ medianSeconds: 0.2, ratio: 0.5, medianCpuSeconds: 0.4 });
  expect(theirs).toMatchObject({ medianSeconds: 0.4, ratio: 1 });
});

test("the share of the peak is operations over time and peak; it is absent if the peak is unknown", () => {
  const [ours, theirs] = cellsOf([series("wasm", [0.5]), series("torch", [0.5])], {
    contenders,
    baseline: null,
    batchSize: 1000,
  });
  expect(ours!.peakShare).toBeCloseTo(operationsOf("train", 1000) / 0.5 / 20e9, 12);
  expect([ours!.ratio, theirs!.peakShare]).toEqual([undefined, undefined]);
});

test("LeNet's operations are those of its layers", () => {
  // conv1 24 x 24 x 10 x 25, conv2 8 x 8 x 20 x 250, dense 320 x 50 and 50 x 10; an addition and a multiplication each.
  expect(operationsOf("forward", 1)).toBe(2 * (144_000 + 320_000 + 16_500));
  // Training does not need the gradient of the first layer's input.
  expect(operationsOf("train", 1)).toBe(3 * operationsOf("forward", 1) - 2 * 144_000);
  expect(operationsOf("logistic-epoch", 1000)).toBe(60_000 * 2 * 2 * 784 * 10);
  expect(operationsOf("pgd-40", 10)).toBe(40 * operationsOf("input-gradient", 10));
  expect([stepsOf("train", 1000), stepsOf("epoch", 1000), stepsOf("epoch", 999)]).toEqual([1, 60, 61]);
});

test("the table shows the machine, the contenders, the absent ones and the times", () => {
  const sizes = { contenders, baseline: "torch", batchSize: 1000 };
  const result: BenchResult = {
    schema: "robustness-lab/bench/v1",
    machine: { cpu: "a CPU", vectorUnit: "AVX2", cores: 2, node: "20.0.0" },
    rounds: 3,
    load: [0.1, 0.9],
    absent: [{ name: "node", reason: "it is not installed" }],
    ...sizes,
    cells: cellsOf([series("wasm", [0.1, 0.2, 0.9]), series("torch", [0.2, 0.4, 1.8])], sizes),
    trainings: [],
  };
  expect(renderTable(result).split("\n")).toEqual([
    "a CPU, AVX2, 2 cores, Node 20.0.0",
    "batches of 1000, 3 rounds; load 0.1 to 0.9",
    "wasm: wasm 1.0",
    "torch: torch 1.0",
    "node: not available (it is not installed)",
    "",
    "engine  start-up  peak memory     SIMD peak  trainings  x torch",
    "wasm       120ms      300 MiB  20.0 GFLOP/s          -        -",
    "torch      120ms      300 MiB             -          -        -",
    "",
    "work           engine   ms  quartiles  x torch  % of peak",
    "training step  wasm    200    150-550     0.50         65",
    "               torch   400   300-1100     1.00          -",
    "",
    "trainings: those of ./robustness-lab reproduce, 10 epochs each (with --epoch)",
    "ms: median and quartiles; % of peak: share of the engine's own SIMD peak",
    "x torch: time over that of torch in the same round, median",
  ]);
});

test("if epochs were timed, the table shows the trainings of ./robustness-lab reproduce and their ratio", () => {
  const sizes = { contenders, baseline: "torch", batchSize: 1000 };
  const epochs = (contender: string, seconds: readonly number[]) =>
    EPOCHS.map((workload) => ({ ...series(contender, seconds), workload }));
  const measured = [...epochs("wasm", [2, 4, 1]), ...epochs("torch", [3, 5, 2])];
  const result: BenchResult = {
    schema: "robustness-lab/bench/v1",
    machine: { cpu: "a CPU", cores: 2, node: "20.0.0" },
    rounds: 3,
    load: [0, 0],
    absent: [],
    ...sizes,
    cells: cellsOf(measured, sizes),
    trainings: trainingsOf(measured, sizes),
  };
  const table = renderTable(result);
  expect(table).toMatch(/^a CPU, 2 cores, Node 20.0.0$/m);
  expect(table).toMatch(/^wasm .* 1m +0\.67$/m);
  expect(table).toMatch(/^torch .* 1m 30s +1\.00$/m);
  expect(Math.max(...table.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

test("trainings add up the epochs of each round; without epochs there are none", () => {
  const all = EPOCHS.map((workload, index) => ({ ...series("wasm", [index, 10 * index, 20]), workload }));
  const [ours, ...others] = trainingsOf(all, { contenders, baseline: null });
  expect(ours).toMatchObject({ contender: "wasm", medianSeconds: 300 });
  expect(others).toEqual([]);
  expect(trainingsOf([series("wasm", [1])], { contenders, baseline: null })).toEqual([]);
});
