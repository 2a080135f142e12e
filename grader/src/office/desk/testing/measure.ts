import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Desk } from "../protocol.ts";
import { endDesk, startDesk, type DeskProcess } from "./desk-process.ts";
import { makeClass } from "./make-class.ts";
import { postTo } from "./on-desk.ts";

/* Prints how long the desk takes with a class of 200: node --import tsx measure.ts [count] */

const CHANGES = 500;

/** The median and the slowest, in milliseconds. */
function inWords(timesMs: readonly number[]): string {
  const sorted = [...timesMs].sort((one, other) => one - other);
  const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1);
  return `median ${at(0.5)} ms, 99 % ${at(0.99)} ms, slowest ${at(1)} ms (${sorted.length})`;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function memoryOf({ child }: DeskProcess): Promise<string> {
  const status = await readFile(`/proc/${child.pid ?? "self"}/status`, "utf8");
  const [peak, now] = [/VmHWM:\s+(\d+)/, /VmRSS:\s+(\d+)/].map((line) => Number(line.exec(status)?.[1] ?? 0) / 1024);
  return `${now?.toFixed(0)} MiB, at most ${peak?.toFixed(0)} MiB`;
}

async function measure(folder: string): Promise<void> {
  const start = performance.now();
  const process = await startDesk(folder);
  console.log(`start: ${(performance.now() - start).toFixed(0)} ms`);
  const { address } = process;
  let desk: Desk | undefined;
  const fetched = await timed(async () => (desk = (await (await fetch(`${address}api/desk`)).json()) as Desk));
  console.log(`the desk, first: ${fetched.toFixed(0)} ms`);
  const keys = desk?.order["W1"] ?? [];
  const versions = new Map(desk?.submissions.map((each) => [each.key, each.version]));
  const show = (key: string): Promise<number> =>
    timed(async () => (await fetch(`${address}api/answers/${key}`)).arrayBuffer());
  const cold: number[] = [];
  // From the end, where nothing is rendered ahead yet.
  for (const key of keys.slice(-20)) cold.push(await show(key));
  console.log(`answer, not rendered yet: ${inWords(cold)}`);
  const changes: number[] = [];
  for (let index = 0; index < CHANGES; index += 1) {
    const key = keys[index % keys.length] ?? "";
    const question = `W${1 + (index % 5)}`;
    const entries = [
      {
        key,
        version: versions.get(key) ?? "",
        patch: { comment: `Which norm? $\\lVert w \\rVert_${index}$\n\nSee W1.` },
      },
    ];
    changes.push(await timed(() => postTo(address, "marks", { question, entries })));
  }
  console.log(`marks on disk: ${inWords(changes)}`);
  for (const key of keys) await show(key);
  const ahead: number[] = [];
  for (const key of keys) ahead.push(await show(key));
  console.log(`answer, rendered ahead: ${inWords(ahead)}`);
  console.log(`memory: ${await memoryOf(process)}`);
  await endDesk(process, "SIGINT");
}

const [, , count = "200"] = process.argv;
const scratch = await mkdtemp(join(tmpdir(), "measure-desk-"));
try {
  const folder = join(scratch, "class");
  await makeClass(folder, { count: Number(count), seed: 1 });
  await measure(folder);
} finally {
  await rm(scratch, { recursive: true });
}
