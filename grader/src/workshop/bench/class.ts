import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { randomFrom } from "@robustness-lab/fixtures/random";
import { execa } from "execa";
import prettyBytes from "pretty-bytes";
import prettyMs from "pretty-ms";
import { FaultError, UsageError } from "../../shared/errors.ts";
import { exists } from "../../shared/exists.ts";
import { ROOT } from "../../shared/paths.ts";
import { treeUsage } from "../../shared/process-tree.ts";
import { makeClass } from "../corpus/make-class.ts";
import { textsIn } from "../corpus/texts-in.ts";

/* Measures the cost of grading a class made from the corpus, and tests that it survives kills. Each command is a process. */

const SAMPLE_MS = 250;
const HOUR_MS = 3_600_000;
const MAX_KILLS_PER_ROUND = 5;

/** Writes a class and prints the kind of each submission. */
export async function makeClassAt(folder: string, count: number, seed: number): Promise<void> {
  if (await exists(folder)) throw new UsageError(`${folder} exists: expected a new folder`);
  for (const { name, kind, id } of await makeClass(folder, count, seed)) console.log(`${name}\t${kind}\t${id}`);
}

interface Speed {
  readonly count: number;
  readonly seed: number;
  readonly jobs: number;
}

/** Times a class and one of twice its size, each again from the cache, then the first in shards. */
export function speed(options: Speed): Promise<void> {
  return inFolder((folder) => speedIn(folder, options));
}

async function speedIn(folder: string, { count, seed, jobs }: Speed): Promise<void> {
  const times: number[] = [];
  for (const size of [count, 2 * count]) {
    const source = join(folder, `in-${size}`);
    await makeClass(source, size, seed);
    const args = ["--seed", "7", "--jobs", String(jobs), "--cache", join(folder, `cache-${size}`)];
    const first = await gradeClass(source, join(folder, `out-${size}`), args);
    const again = await gradeClass(source, join(folder, `out-${size}`), args);
    const elsewhere = await gradeClass(source, join(folder, `again-${size}`), args);
    times.push(first.ms);
    console.log(
      `${size} submissions, ${jobs} at a time: ${prettyMs(first.ms)}, ` +
        `${((HOUR_MS * size) / first.ms).toFixed(0)} an hour, peak ${prettyBytes(first.peakBytes, { binary: true })}\n` +
        `  again into the same folder ${share(again.ms, first.ms)}, another ${share(elsewhere.ms, first.ms)}`,
    );
    await assertSame(join(folder, `out-${size}`), join(folder, `again-${size}`), "from the cache");
  }
  const [small = NaN, large = NaN] = times;
  console.log(`${2 * count} take ${(large / small).toFixed(2)} times as long as ${count}`);
  await shards(folder, count);
}

/** Grades four shards without a common cache, and merges them. */
async function shards(folder: string, count: number): Promise<void> {
  const source = join(folder, `in-${count}`);
  const parts = [1, 2, 3, 4].map((index) => join(folder, `part-${index}`));
  for (const [index, part] of parts.entries()) {
    await gradeClass(source, part, ["--seed", "7", "--shard", `${index + 1}/4`, "--cache", `${part}-cache`]);
  }
  await start("merge", [...parts, "--out", join(folder, "merged")]);
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
  console.log(`undisturbed: ${prettyMs(whole.ms)}`);
  const random = randomFrom(seed);
  let [killed, rounds] = [0, 0];
  while (killed < count) {
    rounds += 1;
    const name = `round-${rounds}`;
    const out = join(folder, name);
    for (let kill = 0; kill < MAX_KILLS_PER_ROUND && killed < count; kill += 1) {
      const command = start("grade-class", [source, "--out", out, ...args(name), "--resume"]);
      await Promise.race([sleep(random.uniform(100, whole.ms)), command]);
      if (command.exitCode !== null) break;
      command.kill("SIGKILL");
      killed += 1;
      await command;
    }
    await gradeClass(source, out, [...args(name), "--resume"]);
    await assertSame(join(folder, "whole"), out, `after ${killed} kills`);
    await Promise.all([out, join(folder, `cache-${name}`)].map((each) => rm(each, { recursive: true, force: true })));
  }
}

interface Run {
  readonly ms: number;
  readonly peakBytes: number;
}

async function gradeClass(source: string, out: string, args: readonly string[]): Promise<Run> {
  const command = start("grade-class", [source, "--out", out, ...args]);
  let peakBytes = 0;
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, treeUsage(command.pid ?? 0).residentBytes);
  }, SAMPLE_MS);
  const { exitCode, durationMs } = await command;
  clearInterval(watch);
  if (exitCode !== 0) throw new FaultError(`grade-class ended with exit code ${exitCode ?? "none"}: ${out}`);
  return { ms: durationMs, peakBytes };
}

function start(command: string, args: readonly string[]) {
  const options = { cwd: ROOT, stdio: "ignore", reject: false } as const;
  return execa(process.execPath, ["robustness-lab", command, ...args], options);
}

function share(ms: number, of: number): string {
  return `${prettyMs(ms)} (${((100 * ms) / of).toFixed(2)} %)`;
}

/** Compares every file byte by byte, without durations. @throws FaultError if some differ */
async function assertSame(expected: string, found: string, what: string): Promise<void> {
  const [wanted, got] = await Promise.all([textsIn(expected), textsIn(found)]);
  const names = Object.keys({ ...wanted, ...got });
  const different = names.filter((name) => wanted[name] !== got[name]);
  if (different.length > 0)
    throw new FaultError(`${what}: ${different.length} files differ, such as ${different[0] ?? ""}`);
  console.log(`  ${what}: ${names.length} files are identical, except for durations`);
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "bench-class-"));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
