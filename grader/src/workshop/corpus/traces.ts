import { readdir, readFile, readlink, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ESCAPED, REACHED } from "@robustness-lab/fixtures/corpus";
import type { Result } from "../../pipeline/score/result.ts";
import { ROOT } from "../../shared/paths.ts";

/* Traces of a submission that got out of its sandbox: files, processes and words in its result. */

/** The time that a killed process may take to disappear. */
const VANISH_MS = 3000;

/**
 * Files and processes that escaped, as sentences. The files are removed, or the next submission would seem to leave them.
 *
 * @param folders searched besides the usual places
 */
export async function tracesLeft(folders: readonly string[]): Promise<readonly string[]> {
  const places = ["/", "/tmp", "/dev/shm", "/var/tmp", homedir(), process.cwd(), ROOT, ...folders];
  const found = await Promise.all([...new Set(places)].map(namesIn));
  const files = found.flat().filter((path) => basename(path).startsWith(ESCAPED));
  for (const path of files) await rm(path, { recursive: true, force: true });
  const processes = await lingering();
  return [...files.map((path) => `a file got out: ${path}`), ...processes.map((id) => `a process was left: ${id}`)];
}

/** Secrets that a submission reached and printed into its result, as sentences. */
export function leaksIn(result: Result): readonly string[] {
  const text = JSON.stringify(result);
  return text.includes(REACHED) ? [`it reached a secret: ${excerpt(text, text.indexOf(REACHED))}`] : [];
}

async function namesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.map((name) => join(folder, name));
}

/** The stray processes that are left after VANISH_MS. */
async function lingering(): Promise<readonly string[]> {
  const until = performance.now() + VANISH_MS;
  for (;;) {
    const left = await strays();
    if (left.length === 0 || performance.now() > until) return left;
    await sleep(50);
  }
}

interface Process {
  readonly id: number;
  readonly parent: number;
  readonly namespace: string;
  readonly command: string;
}

/** The sandboxed processes that are our descendants or orphans. */
async function strays(): Promise<readonly string[]> {
  const own = await readlink("/proc/self/ns/pid").catch(() => "");
  const ids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
  const all = (await Promise.all(ids.map(readProcess))).filter((each) => each !== undefined);
  const byId = new Map(all.map((each) => [each.id, each]));
  // A sandbox has its own pid namespace; without namespaces our child is recognised by its file name.
  const isSandboxed = ({ namespace, command }: Process): boolean =>
    (namespace !== "" && namespace !== own) || command.includes("child.mjs");
  const isStray = (process: Process): boolean => {
    const line = ancestry(process, byId);
    // Ours or an orphan. Sandboxes of other graders have a different grader as an ancestor.
    return line.some(({ id }) => id === globalThis.process.pid) || line.every(isSandboxed);
  };
  return all.filter((each) => isSandboxed(each) && isStray(each)).map(({ id, command }) => `${id} ${command}`);
}

/** A process and its ancestors, without init. */
function ancestry(process: Process, byId: ReadonlyMap<number, Process>): readonly Process[] {
  const parent = byId.get(process.parent);
  return parent === undefined || parent.id === 1 ? [process] : [process, ...ancestry(parent, byId)];
}

async function readProcess(id: string): Promise<Process | undefined> {
  try {
    const status = await readFile(`/proc/${id}/status`, "utf8");
    // A zombie.
    if (/^State:\s+[ZX]/m.test(status)) return undefined;
    const command = (await readFile(`/proc/${id}/cmdline`, "utf8")).replaceAll("\0", " ").slice(0, 80);
    const namespace = await readlink(`/proc/${id}/ns/pid`).catch(() => "");
    return { id: Number(id), parent: Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1]), namespace, command };
  } catch {
    return undefined;
  }
}

function excerpt(text: string, at: number): string {
  return text.slice(Math.max(0, at - 60), at + 120);
}
