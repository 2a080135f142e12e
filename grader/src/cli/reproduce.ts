import { accessSync, constants, existsSync, mkdirSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { WEIGHTS_FOLDER } from "@robustness-lab/fixtures/weights";
import { EXIT } from "../workshop/reproduce/exit.ts";
import { ENGINE_CHOICES, type ReproduceOptions } from "../workshop/reproduce/options.ts";
import { resumeHint } from "../workshop/reproduce/resume-hint.ts";
import { supervise } from "../workshop/reproduce/supervise.ts";

const LARGEST_SEED = 2 ** 31 - 1;

const EXAMPLES = `
Examples:
  ./robustness-lab reproduce                        all of it; goes on if interrupted
  ./robustness-lab reproduce --quick             a tenth of the data, to try it out
  ./robustness-lab reproduce --engine wasm       on the embedded engine
  ./robustness-lab reproduce --fresh             from the start, whatever is there
  ./robustness-lab reproduce --seed 7 --out out/seed7 --weights out/seed7/weights

A full run takes about six minutes on two cores without a GPU.
Exit codes: 0 done, 1 our fault or not reproduced, 2 bad usage, 130 interrupted.`;

const command = new Command("./robustness-lab reproduce")
  .description("Trains the three models of the lab on MNIST and compares them with the published results.")
  .addOption(new Option("--engine <name>", "what computes").choices(ENGINE_CHOICES).default("auto"))
  .option("--seed <n>", `1 to ${LARGEST_SEED}`, integerUpTo(LARGEST_SEED), 1)
  .option("--threads <n>", "of the embedded engine", integerUpTo(64), availableParallelism())
  .option("--quick", "a tenth of the data; the weights stay in the output folder", false)
  .option("--fresh", "start over instead of resuming", false)
  .option("--pgd-images <n>", "test images to attack with PGD (default: 1000, quick: 100)", integerUpTo(10_000))
  .option("--out <folder>", "where report and checkpoints go", "out/reproduce")
  .option("--weights <folder>", "where the weights of a full run go", relativePath(fileURLToPath(WEIGHTS_FOLDER)))
  .addHelpText("after", EXAMPLES)
  .allowExcessArguments(false)
  .exitOverride();

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  try {
    const options = toOptions(command.parse(argv, { from: "user" }).opts<Flags>());
    assertWritable(options.outFolder);
    if (!options.quick) assertWritable(options.weightsFolder);
    return await supervise({
      entry: new URL("../workshop/reproduce/main.ts", import.meta.url),
      argument: JSON.stringify(options),
      resumeHint: resumeHint(argv),
      writeLine: (line) => console.error(line),
    });
  } catch (error) {
    // Commander has said what is wrong already; it ends with 0 after --help.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    console.error(error);
    return EXIT.fault;
  }
}

interface Flags {
  readonly engine: ReproduceOptions["engine"];
  readonly seed: number;
  readonly threads: number;
  readonly quick: boolean;
  readonly fresh: boolean;
  readonly pgdImages?: number;
  readonly out: string;
  readonly weights: string;
}

function toOptions({ out, weights, pgdImages, ...flags }: Flags): ReproduceOptions {
  return {
    ...flags,
    pgdImages: pgdImages ?? (flags.quick ? 100 : 1000),
    outFolder: out,
    weightsFolder: weights,
  };
}

function integerUpTo(largest: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= 1 && value <= largest) return value;
    throw new InvalidArgumentError(`Expected an integer from 1 to ${largest}.`);
  };
}

function assertWritable(folder: string): void {
  try {
    makeFolder(resolve(folder));
    accessSync(folder, constants.W_OK);
  } catch (error) {
    command.error(`error: cannot write to the folder ${folder}: ${(error as Error).message}`);
  }
}

/** Level by level: in Node 20, mkdir with `recursive` never returns from a place like /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder) && statSync(folder).isDirectory()) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

function relativePath(path: string): string {
  return relative(process.cwd(), path) || ".";
}
