import { accessSync, constants, existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { EngineChoice } from "@robustness-lab/fixtures/engine";
import { writeWeights } from "@robustness-lab/fixtures/weights";
import { UsageError } from "../shared/errors.ts";
import { EXIT } from "../shared/exit.ts";
import { SOLUTION_FOLDER, TEMPLATE_FOLDER } from "../shared/paths.ts";
import { readTrainedModels } from "../workshop/reproduce/experiments.ts";
import { missesOf, renderVerdict } from "../workshop/reproduce/published.ts";
import { resumeHint } from "../workshop/reproduce/resume-hint.ts";
import { supervise } from "../workshop/reproduce/supervise.ts";

interface Options {
  readonly seed: number;
  readonly engine: EngineChoice;
  readonly threads: number;
  readonly quick: boolean;
  readonly fresh: boolean;
  readonly out: string;
  readonly weights: string;
}

/** Runs the students' `npm run train` on the solution, in a process that Ctrl-C ends at once, and compares. */
export async function reproduce(options: Options, signal: AbortSignal): Promise<number> {
  assertWritable(options.out);
  if (!options.quick) assertWritable(options.weights);
  const code = await supervise({
    entry: join(TEMPLATE_FOLDER, "experiments/train.ts"),
    args: argumentsOf(options),
    resumeHint: resumeHint(process.argv.slice(3)),
    writeLine: (line) => console.error(line),
    signal,
  });
  return code === EXIT.done ? compare(options) : code;
}

function argumentsOf({ seed, engine, threads, quick, fresh, out }: Options): readonly string[] {
  const values = { source: join(SOLUTION_FOLDER, "src"), results: resolve(out), seed, engine, threads };
  const named = Object.entries(values).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return [...named, ...(quick ? ["--quick"] : []), ...(fresh ? ["--fresh"] : [])];
}

/** Only a full run that reproduces the published results replaces the stored weights. */
async function compare(options: Options): Promise<number> {
  const trained = await readTrainedModels(options.out, options);
  if (options.quick) {
    console.log(
      "This was a quick run on a tenth of the data: its accuracies are not comparable with the published ones.",
    );
    return EXIT.done;
  }
  const misses = trained.flatMap(({ model, fgsm }) => missesOf(model, fgsm));
  console.log(renderVerdict(misses));
  if (misses.length > 0) {
    console.log(`${options.weights} stays as it is`);
    return EXIT.fault;
  }
  await writeWeights(
    options.weights,
    trained.map(({ stored }) => stored),
  );
  console.log(`Weights: ${options.weights}`);
  return EXIT.done;
}

function assertWritable(folder: string): void {
  try {
    makeFolder(resolve(folder));
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new UsageError(`cannot write to the folder ${folder}: ${(error as Error).message}`, { cause: error });
  }
}

/** Level by level: in Node 20, mkdir with `recursive` never returns from a place like /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder) && statSync(folder).isDirectory()) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}
