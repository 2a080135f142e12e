import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { randomFrom } from "@robustness-lab/fixtures/random";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseResult } from "../pipeline/score/result.ts";
import { ROOT } from "../shared/paths.ts";
import { commandLine } from "../shared/testing/command-line.ts";

/*
 * Ends the grader at random moments, by SIGKILL and by SIGTERM: no process is left, and no result is half written. SIGTERM
 * leaves no scratch folder, and the next grader removes those that SIGKILL leaves.
 */

/** `KILLS=200` ends as many. */
const KILLS = Number(process.env["KILLS"] ?? 20);
const SEED = 20261122;
/** Time for orphans to end by themselves. */
const ENDING_MS = 3000;

let folder: string;
let temporary: string;

beforeAll(async () => {
  folder = await mkdtemp(join(await realpath(tmpdir()), "killed-"));
  temporary = join(folder, "tmp");
  await mkdir(temporary);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test(`${KILLS} killed graders leave no process and no half-written result`, { timeout: KILLS * 60_000 }, async () => {
  const wholeMs = await gradeFor(Infinity, "whole");
  const random = randomFrom(SEED);
  for (let kill = 0; kill < KILLS; kill += 1) {
    // Half of them anywhere, half towards the end, where reports are written.
    const moment = kill % 2 === 0 ? random.uniform(50, wholeMs) : random.uniform(0.75 * wholeMs, 1.1 * wholeMs);
    const signal = kill % 4 < 2 ? "SIGKILL" : "SIGTERM";
    const name = `out-${kill}`;
    const before = await readdir(temporary);
    await gradeFor(moment, name, signal);
    expect(await leftProcesses(), `${signal} after ${moment.toFixed(0)} ms`).toEqual([]);
    if (signal === "SIGTERM") expect(before).toEqual(expect.arrayContaining(await readdir(temporary)));
    await expectWholeOrNothing(join(folder, name));
  }
});

test("the next grader removes what the killed ones left, and grades", { timeout: 120_000 }, async () => {
  await gradeFor(Infinity, "next");
  expect(parseResult(JSON.parse(await readFile(join(folder, "next", "result.json"), "utf8")))).toMatchObject({
    status: "graded",
    score: 100,
  });
  expect((await readdir(temporary)).filter((name) => name.startsWith("robustness-lab-"))).toEqual([]);
});

/** Runs a grader and ends it after a time. @returns how long it ran, in ms */
async function gradeFor(killAfterMs: number, name: string, signal: NodeJS.Signals = "SIGKILL"): Promise<number> {
  const startedAt = performance.now();
  const args = commandLine("grade", "solution", "--seed", "1", "--out", join(folder, name));
  const env = { ...process.env, TMPDIR: temporary };
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: "ignore" });
  const timer = killAfterMs === Infinity ? undefined : setTimeout(() => child.kill(signal), killAfterMs);
  await new Promise((resolve) => child.once("exit", resolve));
  clearTimeout(timer);
  return performance.now() - startedAt;
}

/** Processes with our temporary folder in their environment or command line, after a short wait. */
async function leftProcesses(): Promise<readonly string[]> {
  const until = performance.now() + ENDING_MS;
  for (;;) {
    const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
    const left = (await Promise.all(ids.map(ofOurs))).filter((each) => each !== undefined);
    if (left.length === 0 || performance.now() > until) return left;
    await sleep(50);
  }
}

async function ofOurs(id: string): Promise<string | undefined> {
  const read = (file: string): Promise<string> => readFile(`/proc/${id}/${file}`, "utf8").catch(() => "");
  const command = await read("cmdline");
  return `${await read("environ")}${command}`.includes(temporary) ? `${id} ${command.slice(0, 100)}` : undefined;
}

async function expectWholeOrNothing(out: string): Promise<void> {
  const names = await readdir(out).catch(() => []);
  const json = await readFile(join(out, "result.json"), "utf8").catch(() => undefined);
  if (json === undefined) return;
  expect(names).toEqual(expect.arrayContaining(["report.html", "report.md", "result.json"]));
  expect(parseResult(JSON.parse(json))).toMatchObject({ status: "graded", score: 100 });
  expect(await readFile(join(out, "report.html"), "utf8")).toMatch(/<\/html>\s*$/);
}
