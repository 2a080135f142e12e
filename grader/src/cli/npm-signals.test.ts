import { spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { ROOT } from "../shared/paths.ts";
import { inScratchFolder } from "../shared/testing/grade-for-tests.ts";

/** Long enough for a loaded machine, and shorter than what npm would run. */
const ENDS_WITHIN_MS = 5000;

/** The ids of processes with a folder in their environment. */
async function processesWith(folder: string): Promise<readonly string[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const environments = await Promise.all(ids.map((id) => readFile(`/proc/${id}/environ`, "latin1").catch(() => "")));
  return ids.filter((_, index) => environments[index]?.includes(folder));
}

test.runIf(process.platform === "linux").each([
  [["start"], 300],
  [["start"], 4000],
  [["test", "--", "grader/src/shared/scratch.test.ts"], 300],
  [["test", "--", "grader/src/shared/scratch.test.ts"], 6000],
  [["run", "check"], 4000],
])("SIGTERM to npm alone ends npm %j after %i ms, with everything it started", async (words, afterMs) => {
  await inScratchFolder(async (folder) => {
    const npm = spawn("npm", words, { cwd: ROOT, env: { ...process.env, MARK: folder }, stdio: "ignore" });
    await sleep(afterMs);
    npm.kill("SIGTERM");
    await expect.poll(() => processesWith(folder), { timeout: ENDS_WITHIN_MS }).toEqual([]);
  });
});
