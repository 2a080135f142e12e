import { EXIT } from "../shared/exit.ts";
import type { Command } from "./command.ts";
import { explain } from "./exit.ts";
import { abortOnSignals, exitOnSignals } from "./signals.ts";

type Row = Pick<Command, "run" | "stopping" | "endsByCtrlC" | "cleanUpMs">;

/** Runs a command. Errors and Ctrl-C become exit codes. */
export async function runRow(row: Row, args: readonly string[], options: never): Promise<number> {
  const signal = row.stopping === undefined ? exitOnSignals() : abortOnSignals(row.stopping, row.cleanUpMs);
  try {
    const code = await row.run(args, options, { signal });
    return signal.aborted && row.endsByCtrlC !== true ? EXIT.fault : code;
  } catch (error) {
    const isStopped = signal.aborted && (row.endsByCtrlC !== true || error === signal.reason);
    return isStopped ? EXIT.fault : explain(error);
  }
}
