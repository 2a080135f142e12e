import { join } from "node:path";
import { readIfExists, writeWhole } from "@robustness-lab/fixtures/files";
import { durationText } from "../terminal.ts";

/** The cost of a training so far, over all its runs. */
export interface Costs {
  readonly wallSeconds: number;
  /** Of all threads. It and the memory are 0 if the lab page trained: a browser does not tell. */
  readonly processorSeconds: number;
  readonly peakBytes: number;
}

export const NO_COSTS: Costs = { wallSeconds: 0, processorSeconds: 0, peakBytes: 0 };

/** Reads the clocks of this process. @returns a function that adds what was used since to earlier costs */
export function startMeter(): (earlier: Costs) => Costs {
  const start = readClocks();
  return (earlier) => {
    const now = readClocks();
    return {
      wallSeconds: earlier.wallSeconds + now.wall - start.wall,
      processorSeconds: earlier.processorSeconds + now.processor - start.processor,
      peakBytes: Math.max(earlier.peakBytes, 1024 * process.resourceUsage().maxRSS),
    };
  };
}

/** Reads the costs of a training; they are apart from its other files, which are the same in each run. */
export async function readCosts(results: string, name: string): Promise<Costs> {
  const text = await readIfExists(costsPath(results, name));
  try {
    return { ...NO_COSTS, ...(JSON.parse(text ?? "{}") as Partial<Costs>) };
  } catch {
    return NO_COSTS;
  }
}

/** Writes the costs of a training. */
export async function writeCosts(results: string, name: string, costs: Costs): Promise<void> {
  await writeWhole(costsPath(results, name), `${JSON.stringify(costs)}\n`);
}

/** In one line: "0:52, 1:38 of processor time, 512 MiB of memory". */
export function renderCosts({ wallSeconds, processorSeconds, peakBytes }: Costs): string {
  if (peakBytes === 0) return durationText(wallSeconds);
  const memory = `${Math.round(peakBytes / 2 ** 20)} MiB of memory`;
  return `${durationText(wallSeconds)}, ${durationText(processorSeconds)} of processor time, ${memory}`;
}

function readClocks(): { readonly wall: number; readonly processor: number } {
  const { user, system } = process.cpuUsage();
  return { wall: performance.now() / 1000, processor: (user + system) / 1e6 };
}

function costsPath(results: string, name: string): string {
  return join(results, name, "costs.json");
}
