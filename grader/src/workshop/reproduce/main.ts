import { EngineUnavailableError } from "@robustness-lab/fixtures/engine";
import { EXIT } from "../../shared/exit.ts";
import { parseOptions, type ReproduceOptions } from "./options.ts";
import { runReproduction } from "./run.ts";
import { barProgress, lineProgress, type Progress } from "./stage-progress.ts";

/*
 * The process that computes. It rarely returns to its event loop, so it cannot handle signals: its parent does, and kills
 * it (supervise.ts).
 */

// The parent has ended.
process.on("disconnect", abandon);
process.exitCode = await main(parseOptions(process.argv[2] ?? ""));
process.off("disconnect", abandon);
if (process.connected) process.disconnect();

function abandon(): void {
  process.exit(EXIT.fault);
}

async function main(options: ReproduceOptions): Promise<number> {
  try {
    const isReproduced = await runReproduction(options, { log: writeLine, progress: chooseProgress() });
    return isReproduced ? EXIT.done : EXIT.fault;
  } catch (error) {
    return explain(error, options);
  }
}

function chooseProgress(): Progress {
  const nowMs = (): number => performance.now();
  return process.stdout.isTTY ? barProgress(process.stdout, nowMs) : lineProgress(writeLine, nowMs);
}

/** A missing engine is bad usage if it was requested by name; any other error is a fault. */
function explain(error: unknown, { engine }: ReproduceOptions): number {
  if (error instanceof EngineUnavailableError) {
    console.error(error.message);
    return engine === "auto" ? EXIT.fault : EXIT.usage;
  }
  console.error("The reference run failed. This is a fault of the grader:");
  console.error(error);
  return EXIT.fault;
}

function writeLine(line: string): void {
  console.log(line);
}
