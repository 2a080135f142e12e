import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { randomFrom } from "@robustness-lab/fixtures/random";
import { ROOT } from "../../../shared/paths.ts";
import { parseClassFile } from "../class-file.ts";
import { writeMessyClass } from "./messy-class.ts";

/*
 * Grades a messy class of 80, times a second run, and kills the same class at random moments, resuming it each time: nobody
 * may be lost, and the end must be that of an uninterrupted run. `node --import tsx kill-messy-class.ts 100 1 hingeLoss.values`.
 */

const [kills = "100", seed = "1", only = "hingeLoss.values"] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), "messy-kills-"));
const random = randomFrom(Number(seed));
const students = await writeMessyClass(join(folder, "in"), { seed: Number(seed), layout: "moodle" });

try {
  const firstMs = await grade("whole");
  const keptMs = await grade("whole");
  const cachedMs = await grade("cached");
  const percent = (ms: number): string => `${(ms / 1000).toFixed(1)} s, ${((100 * ms) / firstMs).toFixed(2)} %`;
  console.log(`first ${percent(firstMs)}; again ${percent(keptMs)}; from the cache ${percent(cachedMs)}`);
  const whole = await entries("whole");
  console.log(`${students.length} handed in, ${whole.length} in class.json: ${JSON.stringify(countStatuses(whole))}`);
  let done = 0;
  for (let round = 1; done < Number(kills); round += 1) done += await killAndResume(round, whole, cachedMs);
  console.log(`killed ${done} times: nobody lost`);
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Kills one class up to ten times, lets it end and compares it. @returns the number of kills */
async function killAndResume(
  round: number,
  whole: Awaited<ReturnType<typeof entries>>,
  wholeMs: number,
): Promise<number> {
  let killed = 0;
  for (let kill = 0; kill < 10; kill += 1) {
    const child = start(`round-${round}`);
    const ended = once(child, "exit");
    await Promise.race([sleep(random.uniform(300, wholeMs)), ended]);
    if (child.exitCode !== null) break;
    child.kill("SIGKILL");
    await ended;
    killed += 1;
    const now = await entries(`round-${round}`).catch(() => undefined);
    if (now !== undefined && now.length !== whole.length) throw new Error(`${now.length} students after a kill`);
  }
  await grade(`round-${round}`);
  const found = JSON.stringify(await entries(`round-${round}`));
  if (found !== JSON.stringify(whole)) throw new Error(`round ${round} ends in another class`);
  await rm(join(folder, `round-${round}`), { recursive: true, force: true });
  return killed;
}

function start(out: string) {
  const args = ["grade-class", join(folder, "in"), "--out", join(folder, out), "--cache", join(folder, "cache")];
  const options = ["--seed", "7", "--engine", "wasm", "--resume", ...(only === "all" ? [] : ["--only", only])];
  return spawn(process.execPath, ["robustness-lab", ...args, ...options], { cwd: ROOT, stdio: "ignore" });
}

async function grade(out: string): Promise<number> {
  const startedAt = performance.now();
  const child = start(out);
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`grade-class ended with ${String(code)}`);
  return performance.now() - startedAt;
}

async function entries(out: string) {
  return parseClassFile(JSON.parse(await readFile(join(folder, out, "class.json"), "utf8"))).submissions;
}

function countStatuses(found: Awaited<ReturnType<typeof entries>>): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { status } of found) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
