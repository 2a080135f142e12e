import { beforeAll, expect, test } from "vitest";
import { makeScratch } from "../../shared/scratch.ts";
import { bundleContender } from "./bundle-contender.ts";
import { commandsOf, startContender, type Contender } from "./contender.ts";
import { callsOf, measure } from "./measure.ts";
import { STEPS } from "./workloads.ts";

let options: Parameters<typeof commandsOf>[1];

beforeAll(async () => {
  const scratch = await makeScratch();
  options = { python: "python3", threads: 2, batchSize: 4, bundled: await bundleContender(scratch.folder) };
  return scratch.remove;
});

test("both embedded engines are timed on every workload, alternately", { timeout: 180_000 }, async () => {
  const { signal } = new AbortController();
  const started = await Promise.all(
    commandsOf(["wasm", "composed"], options).map((each) => startContender(each, signal)),
  );
  const contenders = started as readonly Contender[];
  try {
    expect(contenders.map(({ name }) => name)).toEqual(["wasm", "composed"]);
    expect(contenders[0]!.ready.peakOperations).toBeGreaterThan(1e8);
    expect(contenders.map(({ ready }) => ready.description)).toEqual([
      "CPU, tfjs 4.22.0, 2 threads",
      "CPU, tfjs 4.22.0, 1 thread",
    ]);
    const notes: string[] = [];
    const run = { workloads: STEPS, rounds: 1, signal };
    const series = await measure(contenders, { ...run, onCall: (note) => notes.push(note) });
    expect(notes).toHaveLength(callsOf(2, run));
    expect(series.map(({ contender, workload, timings }) => [contender, workload, timings.length])).toEqual(
      STEPS.flatMap((workload) => [
        ["wasm", workload, 1],
        ["composed", workload, 1],
      ]),
    );
    // Forty steps take longer than one, even on a busy machine.
    const secondsOf = (workload: string): number =>
      series.find((each) => each.workload === workload)!.timings[0]!.seconds;
    expect(secondsOf("pgd-40")).toBeGreaterThan(secondsOf("forward"));
    expect(series[0]!.timings[0]!.peakBytes).toBeGreaterThan(50 * 2 ** 20);
  } finally {
    contenders.forEach(({ end }) => end());
  }
});

test("a contender that is not available reports the reason", async () => {
  const { signal } = new AbortController();
  const [torch, node] = commandsOf(["torch", "node"], { ...options, python: "no-such-python" });
  expect(await startContender(torch!, signal)).toContain("no-such-python");
  const missing = { ...node!, args: node!.args.map((arg) => (arg === "node" ? "no-such-engine" : arg)) };
  expect(typeof (await startContender(missing, signal))).toBe("string");
});

test("an abort ends the contenders", async () => {
  const controller = new AbortController();
  const [command] = commandsOf(["wasm"], options);
  const contender = (await startContender(command!, controller.signal)) as Contender;
  controller.abort();
  await expect(contender.time("forward")).rejects.toThrow("wasm ended");
});
