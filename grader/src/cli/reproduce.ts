import { accessSync, constants, existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { UsageError } from "../shared/errors.ts";
import type { ReproduceOptions } from "../workshop/reproduce/options.ts";
import { resumeHint } from "../workshop/reproduce/resume-hint.ts";
import { supervise } from "../workshop/reproduce/supervise.ts";

type Options = Omit<ReproduceOptions, "pgdImages" | "outFolder" | "weightsFolder"> & {
  readonly pgdImages?: number;
  readonly out: string;
  readonly weights: string;
};

/** Runs the reference training in a separate process, which Ctrl-C ends at once. */
export async function reproduce(options: Options, signal: AbortSignal): Promise<number> {
  const { out, weights, ...rest } = options;
  assertWritable(out);
  if (!options.quick) assertWritable(weights);
  const pgdImages = options.pgdImages ?? (options.quick ? 100 : 1000);
  const argument: ReproduceOptions = { ...rest, pgdImages, outFolder: out, weightsFolder: weights };
  return supervise({
    entry: new URL("../workshop/reproduce/main.ts", import.meta.url),
    argument: JSON.stringify(argument),
    resumeHint: resumeHint(process.argv.slice(3)),
    writeLine: (line) => console.error(line),
    signal,
  });
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
