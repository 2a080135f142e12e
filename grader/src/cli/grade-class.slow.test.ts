import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { randomFrom } from "@robustness-lab/fixtures/random";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseClassFile } from "../office/class/class-file.ts";
import { textsIn } from "../workshop/corpus/texts-in.ts";
import { descendants, processTree } from "../shared/process-tree.ts";
import { CHEAP, writeSmallClass } from "../shared/testing/small-class.ts";
import { ROOT } from "../shared/paths.ts";
import { commandLine } from "../shared/testing/command-line.ts";

/* Stops a class, and kills one at random moments; `./robustness-lab bench kills` does so a hundred times. */

const KILLS = 8;
/** Time for processes to notice that their parent has ended. */
const ENDING_MS = 5000;

let folder: string;
let wholeMs: number;

beforeAll(async () => {
  folder = await mkdtemp(join(await realpath(tmpdir()), "class-kills-"));
  await writeSmallClass(join(folder, "in"));
  const startedAt = performance.now();
  await start("whole").ended;
  wholeMs = performance.now() - startedAt;
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The command line that grades the class of this name. */
function argsFor(name: string): readonly string[] {
  const args = ["in", "--out", name, "--cache", `${name}-cache`].map((each) =>
    /^[a-z]/.test(each) ? join(folder, each) : each,
  );
  const options = ["--seed", "7", "--only", CHEAP, "--engine", "wasm", "--resume"];
  return commandLine("grade-class", ...args, ...options);
}

function start(name: string) {
  const child = spawn(process.execPath, argsFor(name), { cwd: ROOT, stdio: "ignore" });
  return { child, ended: new Promise<void>((resolve) => child.once("exit", () => resolve())) };
}

test(`killed ${KILLS} times and resumed, it ends in the same bytes and leaves no process`, async () => {
  const random = randomFrom(20261122);
  for (let kill = 0; kill < KILLS; kill += 1) {
    // Two kills per class.
    const name = `killed-${Math.floor(kill / 2)}`;
    const { child, ended } = start(name);
    const momentMs = random.uniform(100, wholeMs);
    await Promise.race([sleep(momentMs), ended]);
    const tree = child.pid === undefined ? [] : processTree(child.pid);
    child.kill("SIGKILL");
    await ended;
    await expect
      .poll(() => tree.filter((id) => processTree(id).length > 0), { timeout: ENDING_MS, message: `${momentMs} ms` })
      .toEqual([]);
    if (kill % 2 === 0) continue;
    await start(name).ended;
    expect(await textsIn(join(folder, name))).toEqual(await textsIn(join(folder, "whole")));
  }
});

test("Ctrl-C keeps what is finished, prints how to resume and leaves no process; --resume ends in the same bytes", async () => {
  const child = spawn(process.execPath, [...argsFor("stopped"), "--jobs", "1"], { cwd: ROOT });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const closed = once(child, "close");
  await expect.poll(() => stderr, { timeout: 120_000 }).toContain("[1/5]");
  const tree = processTree(child.pid!);
  child.kill("SIGINT");
  const [status] = (await closed) as [number | null];
  expect([status, stderr]).toEqual([
    1,
    expect.stringMatching(/[1-4] of 5 are in .*stopped\.\nTo continue, run the same command with --resume\.\n$/),
  ]);
  await expect.poll(() => tree.filter((id) => processTree(id).length > 0), { timeout: ENDING_MS }).toEqual([]);
  expect(await readFile(join(folder, "stopped", "overview.html"), "utf8")).toContain("This class is not finished.");
  const file = parseClassFile(JSON.parse(await readFile(join(folder, "stopped", "class.json"), "utf8")));
  expect(file.submissions.some((each) => each.status === "pending")).toBe(true);
  await start("stopped").ended;
  expect(await textsIn(join(folder, "stopped"))).toEqual(await textsIn(join(folder, "whole")));
});

test("SIGTERM leaves no temporary files, even of grading processes that do not react", async () => {
  const temporary = join(folder, "tmp");
  await mkdir(temporary);
  const env = { ...process.env, TMPDIR: temporary };
  const child = spawn(process.execPath, [...argsFor("stuck"), "--jobs", "1"], { cwd: ROOT, env, stdio: "ignore" });
  const scratch = async (): Promise<readonly string[]> =>
    (await readdir(temporary, { recursive: true })).filter((path) => path.startsWith("robustness-lab-"));
  await expect.poll(scratch, { timeout: 120_000 }).toContainEqual(expect.stringContaining("runtime"));
  for (const worker of descendants(child.pid!, "worker.ts")) process.kill(worker, "SIGSTOP");
  child.kill("SIGTERM");
  await once(child, "exit");
  expect(await scratch()).toEqual([]);
});
