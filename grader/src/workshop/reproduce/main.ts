import { EngineUnavailableError } from "@robustness-lab/fixtures/engine";
import { EXIT } from "./exit.ts";
import { parseOptions, type ReproduceOptions } from "./options.ts";
import { barProgress, lineProgress, type Progress } from "./training-progress.ts";
import { runReproduction } from "./run.ts";

/*
 * The process that computes. It hardly ever comes back to its event loop, so it hears no signals: the process that
 * started it does, and ends it (supervise.ts).
 */

// The starter is gone: nobody is left to end this one.
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
    return isReproduced ? EXIT.ok : EXIT.fault;
  } catch (error) {
    return explain(error, options);
  }
}

function chooseProgress(): Progress {
  const nowMs = (): number => performance.now();
  return process.stdout.isTTY ? barProgress(process.stdout, nowMs) : lineProgress(writeLine, nowMs);
}

/** An engine that was asked for by name and is not there is the asker's mistake; anything else is ours. */
function explain(error: unknown, { engine }: ReproduceOptions): number {
  if (error instanceof EngineUnavailableError) {
    console.error(error.message);
    return engine === "auto" ? EXIT.fault : EXIT.usage;
  }
  console.error("The reference run failed; this is a fault of the lab, not yours.");
  console.error(error);
  return EXIT.fault;
}

function writeLine(line: string): void {
  console.log(line);
}
