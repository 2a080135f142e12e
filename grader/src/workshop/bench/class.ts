import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { randomFrom } from "@robustness-lab/fixtures/random";
import { makeClass } from "../corpus/make-class.ts";
import { textsIn } from "../corpus/texts-in.ts";
import { FaultError } from "../../shared/errors.ts";
import { treeUsage } from "../../shared/process-tree.ts";
import { ROOT } from "../../shared/paths.ts";

/*
 * What grading a class costs, and whether it survives being killed. Commands are measured in processes of their own, on a class
 * made from the corpus.
 */

const GIB = 1024 ** 3;
/** Writes a class and prints what each submission is. */
export async function makeClassAt(folder: string, count: number, seed: number): Promise<void> {
  for (const { name, kind, id } of await makeClass(folder, count, seed)) console.log(`${name}\t${kind}\t${id}`);
}

interface Speed {
  readonly count: number;
  readonly seed: number;
  readonly jobs: number;
}

/** Times a class and one of twice its size, each again from the cache, then in shards. */
export function speed(options: Speed): Promise<void> {
  return inFolder((folder) => speedIn(folder, options));
}

async function speedIn(folder: string, { count, seed, jobs }: Speed): Promise<void> {
  const seconds: number[] = [];
  for (const size of [count, 2 * count]) {
    const source = join(folder, `in-${size}`);
    await makeClass(source, size, seed);
    const args = ["--seed", "7", "--jobs", String(jobs), "--cache", join(folder, `cache-${size}`)];
    const first = await gradeClass(source, join(folder, `out-${size}`), args);
    const again = await gradeClass(source, join(folder, `out-${size}`), args);
    const elsewhere = await gradeClass(source, join(folder, `again-${size}`), args);
    seconds.push(first.seconds);
    console.log(
      `${size} submissions, ${jobs} at a time: ${first.seconds.toFixed(1)} s, ` +
        `${((3600 * size) / first.seconds).toFixed(0)} an hour, at most ${(first.peakBytes / GIB).toFixed(2)} GiB\n` +
        `  again into the same folder ${share(again.seconds, first.seconds)}, another ${share(elsewhere.seconds, first.seconds)}`,
    );
    await assertSame(join(folder, `out-${size}`), join(folder, `again-${size}`), "from the cache");
  }
  const [small = NaN, large = NaN] = seconds;
  console.log(`${2 * count} take ${(large / small).toFixed(2)} times as long as ${count}`);
  await shards(folder, count);
}

/** Four shards, none from the cache, merged. */
async function shards(folder: string, count: number): Promise<void> {
  const source = join(folder, `in-${count}`);
  const parts = [1, 2, 3, 4].map((index) => join(folder, `part-${index}`));
  for (const [index, part] of parts.entries()) {
    await gradeClass(source, part, ["--seed", "7", "--shard", `${index + 1}/4`, "--cache", `${part}-cache`]);
  }
  await start("merge", [...parts, "--out", join(folder, "merged")]).ended;
  await assertSame(join(folder, `out-${count}`), join(folder, "merged"), "merged of 4 shards");
}

/** Grades one exercise of a small class, kills it at random moments, resumes, and compares with an undisturbed run. */
export function kills(count: number, seed: number): Promise<void> {
  return inFolder((folder) => killsIn(folder, count, seed));
}

async function killsIn(folder: string, count: number, seed: number): Promise<void> {
  const source = join(folder, "in");
  await makeClass(source, 8, 3);
  const args = (name: string): string[] => ["--seed", "7", "--only", "1.1", "--cache", join(folder, `cache-${name}`)];
  const whole = await gradeClass(source, join(folder, "whole"), args("whole"));
  console.log(`undisturbed: ${whole.seconds.toFixed(1)} s`);
  const random = randomFrom(seed);
  let [killed, rounds] = [0, 0];
  while (killed < count) {
    rounds += 1;
    const name = `round-${rounds}`;
    const out = join(folder, name);
    // Several kills on the way of one class; what is left is done undisturbed.
    for (let kill = 0; kill < 5 && killed < count; kill += 1) {
      const { child, ended } = start("grade-class", [source, "--out", out, ...args(name), "--resume"]);
      const moment = sleep(random.uniform(100, 1000 * whole.seconds));
      await Promise.race([moment, ended]);
      if (child.exitCode !== null) break;
      child.kill("SIGKILL");
      killed += 1;
      await ended;
    }
    await gradeClass(source, out, [...args(name), "--resume"]);
    await assertSame(join(folder, "whole"), out, `after ${killed} kills`);
    await Promise.all([out, join(folder, `cache-${name}`)].map((each) => rm(each, { recursive: true, force: true })));
  }
}

interface Run {
  readonly seconds: number;
  readonly peakBytes: number;
}

async function gradeClass(source: string, out: string, args: readonly string[]): Promise<Run> {
  const startedAt = performance.now();
  const { child, ended } = start("grade-class", [source, "--out", out, ...args]);
  let peakBytes = 0;
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, treeUsage(child.pid ?? 0).residentBytes);
  }, 250);
  await ended;
  clearInterval(watch);
  if (child.exitCode !== 0) throw new FaultError(`grade-class ended with ${String(child.exitCode)}: ${out}`);
  return { seconds: (performance.now() - startedAt) / 1000, peakBytes };
}

function start(command: string, args: readonly string[]) {
  const child = spawn(process.execPath, ["robustness-lab", command, ...args], { cwd: ROOT, stdio: "ignore" });
  return { child, ended: new Promise<void>((resolve) => child.once("exit", () => resolve())) };
}

function share(seconds: number, of: number): string {
  return `${seconds.toFixed(2)} s (${((100 * seconds) / of).toFixed(2)} %)`;
}

/** Every file byte by byte, but for what took how long. */
async function assertSame(expected: string, found: string, what: string): Promise<void> {
  const [wanted, got] = await Promise.all([textsIn(expected), textsIn(found)]);
  const names = Object.keys({ ...wanted, ...got });
  const different = names.filter((name) => wanted[name] !== got[name]);
  if (different.length > 0)
    throw new FaultError(`${what}: ${different.length} files differ, such as ${different[0] ?? ""}`);
  console.log(`  ${what}: ${names.length} files are the same byte by byte, durations aside`);
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "bench-class-"));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
