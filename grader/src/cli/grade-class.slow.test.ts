import { spawn } from "node:child_process";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { randomFrom } from "@robustness-lab/fixtures/random";
import { afterAll, beforeAll, expect, test } from "vitest";
import { textsIn } from "../corpus/texts-in.ts";
import { processTree } from "../process-tree.ts";
import { CHEAP, writeSmallClass } from "../testing/small-class.ts";

/* A class killed by SIGKILL at random moments; `npm run bench:class -- kills` does it a hundred times. */

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const KILLS = 8;
/** What processes need to notice that nobody waits for them any more. */
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

function start(name: string) {
  const args = ["in", "--out", name, "--cache", `${name}-cache`].map((each) =>
    /^[a-z]/.test(each) ? join(folder, each) : each,
  );
  const options = ["--seed", "7", "--only", CHEAP, "--engine", "wasm", "--resume"];
  const entry = join(ROOT, "grader/src/cli/grade-class.ts");
  const child = spawn(process.execPath, ["--import", "tsx", entry, ...args, ...options], {
    cwd: ROOT,
    stdio: "ignore",
  });
  return { child, ended: new Promise<void>((resolve) => child.once("exit", () => resolve())) };
}

test(`killed ${KILLS} times and gone on from, it comes to the same bytes, and nothing of it lives on`, async () => {
  const random = randomFrom(20261122);
  for (let kill = 0; kill < KILLS; kill += 1) {
    // Two on the way of one class.
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
