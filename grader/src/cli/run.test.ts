import { execFile, type ExecFileException } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { ROOT } from "../shared/paths.ts";

const LAUNCHER = "grader/bin/run.mjs";

test("a command is the same from its bundle as from its source: what it writes and how it ends", async () => {
  for (const args of [["--help"], ["--seed", "0", "solution"], ["no-such-folder"]]) {
    const [bundled, fromSource] = await Promise.all([
      run([LAUNCHER, "grade", ...args]),
      run(["--import", "tsx", "grader/src/cli/grade.ts", ...args]),
    ]);
    expect(bundled).toEqual(fromSource);
    expect(bundled.stdout + bundled.stderr).not.toBe("");
  }
}, 60_000);

test("a second start takes the bundle that is there", async () => {
  const first = await run([LAUNCHER, "merge", "--help"]);
  expect(await run([LAUNCHER, "merge", "--help"])).toEqual(first);
  expect(first.stdout).toContain("./robustness-lab merge");
}, 60_000);

async function run(args: readonly string[]) {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: ROOT });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as ExecFileException & { stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}
