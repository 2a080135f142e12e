import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { ROOT } from "../shared/paths.ts";

/** Runs a command that gets Ctrl-C and then does something, in a separate process. */
function interrupted(row: string, then: string) {
  const script = `
    import { setTimeout } from "node:timers/promises";
    import { FaultError } from "./grader/src/shared/errors.ts";
    import { runRow } from "./grader/src/cli/run-row.ts";
    const run = async (args, options, { signal }) => {
      process.kill(process.pid, "SIGINT");
      await setTimeout(60_000, undefined, { signal }).catch(() => {});
      ${then};
    };
    process.exitCode = await runRow({ run, stopping: "", cleanUpMs: 10_000, ${row} }, [], {});`;
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", "--input-type", "module", "--eval", script],
    { cwd: ROOT, encoding: "utf8" },
  );
  return [status, stderr];
}

const FAILS = 'throw new FaultError("the marks cannot be written")';

test.each([
  ["a command that it stops fails without a word", "", FAILS, 1, ""],
  ["a command that ends by it succeeds", "endsByCtrlC: true", "return 0", 0, ""],
  ["a later failure is shown", "endsByCtrlC: true", FAILS, 1, "grader fault: the marks cannot be written\n"],
  ["a command that was still opening is only stopped", "endsByCtrlC: true", "signal.throwIfAborted()", 1, ""],
])("after Ctrl-C, %s", (_, row, then, code, says) => {
  expect(interrupted(row, then)).toEqual([code, says]);
});
