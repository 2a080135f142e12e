import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { emulatedAdapter } from "@robustness-lab/fixtures/engine/webgpu/testing";
import { execa } from "execa";
import { ROOT } from "../../../shared/paths.ts";

/*
 * `node --import tsx grader/src/workshop/bench/testing/check-gpu.ts [--small] [--python COMMAND]`: all that is to be known of the engines
 * of a graphics card, on a machine that has one: they are installed, compared with the embedded engine, timed, and train. Each
 * step has a limit, and all of them end within eight minutes; a step that fails does not stop the others. Writes one log a
 * step and summary.json to out/check-gpu. `--small` tries out the script itself on an emulated card, without CUDA.
 */

interface Step {
  readonly name: string;
  readonly limitSeconds: number;
  readonly command: readonly [file: string, ...args: string[]];
  readonly env?: Readonly<Record<string, string>>;
}

interface Outcome {
  readonly name: string;
  readonly outcome: "done" | "failed" | "too long";
  readonly seconds: number;
}

const OUT = join(ROOT, "out/check-gpu");
const ALL_SECONDS = 470;
const { values } = parseArgs({
  options: { small: { type: "boolean", default: false }, python: { type: "string", default: "python3" } },
});
/** With `--small` SwiftShader, which Debian's Chromium brings. */
const adapter = values.small ? emulatedAdapter() : {};
if (adapter === undefined) {
  throw new Error("--small needs SwiftShader: bash .github/scripts/install-browsers.sh installs it");
}
/** The emulated card takes its time. */
const patience = values.small ? 5 : 1;
const outcomes: Outcome[] = [];
await mkdir(OUT, { recursive: true });
for (const step of stepsOf(values)) {
  const outcome = await run(step);
  outcomes.push(outcome);
  console.log(`${outcome.outcome.padEnd(8)} ${outcome.seconds.toFixed(0).padStart(4)} s  ${step.name}`);
  await writeFile(join(OUT, "summary.json"), `${JSON.stringify(outcomes, null, 2)}\n`);
}
process.exitCode = outcomes.every(({ outcome }) => outcome === "done") ? 0 : 1;

function stepsOf({ small, python }: { readonly small: boolean; readonly python: string }): readonly Step[] {
  const lab = (name: string, limitSeconds: number, ...args: readonly string[]): Step => ({
    name,
    limitSeconds,
    command: [process.execPath, join(ROOT, "robustness-lab"), ...args],
  });
  const test = (engine: string, file: string): Step => ({
    name: `${file.split("/").at(-1)} on ${engine}`,
    limitSeconds: 60,
    command: ["npx", "vitest", "run", file],
    env: { TEST_ENGINE: engine },
  });
  const sizes = small ? ["--batch", "10", "--rounds", "1"] : ["--rounds", "3", "--epoch"];
  const contenders = ["--only", "wasm", "webgpu", "node-gpu", "torch", "--python", python];
  const train = (engine: string): Step => ({
    name: `train a quick LeNet on ${engine}`,
    limitSeconds: 60,
    command: [process.execPath, "--import", "tsx", "template/experiments/train.ts", ...trainingOn(engine, small)],
  });
  const steps: readonly Step[] = [
    { name: "the graphics card", limitSeconds: 10, command: ["nvidia-smi"] },
    lab("install webgpu", 60, "native", "--package", "webgpu"),
    lab("install tfjs-node-gpu", 120, "native", "--package", "tfjs-node-gpu"),
    test("webgpu", "fixtures/engine/webgpu/webgpu.test.ts"),
    test("webgpu", "fixtures/engine/kernels/parity.test.ts"),
    test("node-gpu", "solution/src/mnist/models.test.ts"),
    lab("time the engines", 150, "bench", "engines", ...contenders, ...sizes, "--out", join(OUT, "bench")),
    ...["wasm", "webgpu", "node-gpu"].map(train),
  ];
  return small ? steps.filter(({ name }) => !/node-gpu|card/.test(name)) : steps;
}

function trainingOn(engine: string, small: boolean): readonly string[] {
  const sizes = [
    "--model",
    small ? "logistic-regression" : "lenet",
    "--epochs",
    small ? "1" : "3",
    "--quick",
    "--fresh",
  ];
  const folders = ["--source", join(ROOT, "solution/src"), "--results", join(OUT, "results", engine)];
  return [...sizes, ...folders, "--engine", engine];
}

async function run({ name, limitSeconds, command: [file, ...args], env }: Step): Promise<Outcome> {
  const from = performance.now();
  const leftSeconds = patience * ALL_SECONDS - from / 1000;
  const options = {
    cwd: ROOT,
    env: { ...adapter, ...env },
    all: true,
    reject: false,
    timeout: 1000 * Math.max(1, Math.min(patience * limitSeconds, leftSeconds)),
  } as const;
  const { all, failed, timedOut } = await execa(file, args, options);
  await writeFile(join(OUT, `${name.replaceAll(/\W+/g, "-")}.log`), `${all}\n`);
  const outcome = timedOut ? "too long" : failed ? "failed" : "done";
  return { name, outcome, seconds: (performance.now() - from) / 1000 };
}
