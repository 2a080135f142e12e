import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import fc from "fast-check";
import { expect, test } from "vitest";
import { underKernelLimits } from "../../shared/kernel-limits.ts";
import { inspectSubmission } from "./stage.ts";
import { STAGING_LIMITS } from "./staging-limits.ts";
import { archives } from "./testing/archives.ts";
import { temporaryFolder } from "./testing/folders.ts";
import type { Batch, ReadOne } from "./testing/read-many.ts";

/** `ARCHIVES=20000 npx vitest run archives.test.ts` reads as many. */
const COUNT = Number(process.env["ARCHIVES"] ?? 200);
const SEED = Number(process.env["ARCHIVES_SEED"] ?? 16);
const BATCH = 100;
const MOST_MS = 5000;
/** Archives that take longer, or end in an error that nothing catches, are read again by a reading process. */
const SUSPICIOUS_MS = 1000;
const MOST_BYTES = 512 * 1024 * 1024;

test(
  `${COUNT} archives each end in files or a sentence, within 5 s and 512 MiB`,
  { timeout: 30_000 + COUNT * 1000 },
  async () => {
    const folder = await temporaryFolder();
    const read: ReadOne[] = [];
    let most = 0;
    for (let done = 0; done < COUNT; done += BATCH) {
      const batch = await readBatch(join(folder, String(done)), SEED + done);
      read.push(...batch.read);
      most = Math.max(most, batch.maxBytes);
    }
    const slowest = read.reduce((a, b) => (a.ms > b.ms ? a : b));
    if (COUNT > 200) console.log(summary(read, slowest, most));
    expect(read.length).toBe(COUNT);
    expect(read.filter(({ end, message }) => end === "fault" || end === "uncaught" || message === "")).toEqual([]);
    expect(slowest.ms).toBeLessThan(MOST_MS);
    expect(most).toBeLessThan(MOST_BYTES);
  },
);

/** Makes archives, and reads them one after another in a process with the memory of a reading process. */
async function readBatch(folder: string, seed: number): Promise<Batch> {
  await mkdir(folder);
  for (const [index, bytes] of fc.sample(archives, { numRuns: BATCH, seed }).entries()) {
    await writeFile(join(folder, `${String(seed + index).padStart(6, "0")}.zip`), bytes);
  }
  const heap = `--max-old-space-size=${STAGING_LIMITS.readerHeapMib}`;
  const tsx = ["--import", import.meta.resolve("tsx")];
  const reader = new URL("./testing/read-many.ts", import.meta.url).pathname;
  // Twice, because tsx has a thread with its own reserves. What was used is asserted above.
  const limits = { cpuSeconds: 600, privateBytes: 2 * MOST_BYTES, fileBytes: 0 };
  const [file, ...args] = underKernelLimits(limits, [process.execPath, heap, ...tsx, reader, folder], 2);
  const { read, maxBytes } = JSON.parse((await execa(file!, args)).stdout) as Batch;
  const again: ReadOne[] = [];
  for (const one of read) again.push(isSuspicious(one) ? await readAlone(folder, one) : one);
  await rm(folder, { recursive: true });
  return { read: again, maxBytes };
}

function isSuspicious({ end, ms }: ReadOne): boolean {
  return end === "uncaught" || ms > SUSPICIOUS_MS;
}

async function readAlone(folder: string, { file }: ReadOne): Promise<ReadOne> {
  const startedAt = performance.now();
  const submission = await inspectSubmission(join(folder, file));
  const ms = performance.now() - startedAt;
  if (submission.status === "staged") return { file, end: "files", message: submission.files.join(), ms };
  return { file, end: "problem", message: submission.message, ms };
}

function summary(read: readonly ReadOne[], slowest: ReadOne, most: number): string {
  const kinds = new Map<string, number>();
  for (const { end, message } of read) {
    const kind = end === "files" ? end : message.replace(/"[^"]*"/g, '"…"').replace(/\(.*\)/, "(…)");
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  const rows = [...kinds].sort((a, b) => b[1] - a[1]).map(([kind, count]) => `${String(count).padStart(6)} ${kind}`);
  const facts = `slowest ${Math.round(slowest.ms)} ms (${slowest.file}), most memory ${Math.round(most / 2 ** 20)} MiB`;
  return [facts, ...rows].join("\n");
}
