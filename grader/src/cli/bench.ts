import { kills, makeClassAt, speed } from "../workshop/bench/class.ts";
import { benchEngines, type BenchEnginesOptions } from "../workshop/bench/engines.ts";
import { benchIsolation } from "../workshop/bench/isolation.ts";
import { EXIT } from "../shared/exit.ts";

interface Sizes {
  readonly count: number;
  readonly seed: number;
}

export async function engines(options: BenchEnginesOptions, signal: AbortSignal): Promise<number> {
  await benchEngines(options, signal);
  return EXIT.done;
}

export async function isolation(rounds: number): Promise<number> {
  await benchIsolation({ rounds });
  return EXIT.done;
}

export async function classSpeed(sizes: Sizes & { readonly jobs: number }): Promise<number> {
  await speed(sizes);
  return EXIT.done;
}

export async function classKills({ count, seed }: Sizes): Promise<number> {
  await kills(count, seed);
  return EXIT.done;
}

export async function makeClassFolder(folder: string, { count, seed }: Sizes): Promise<number> {
  await makeClassAt(folder, count, seed);
  return EXIT.done;
}
