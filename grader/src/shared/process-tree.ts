import { readdirSync, readFileSync } from "node:fs";

/** The current size of a process tree. */
export interface TreeUsage {
  readonly processes: number;
  readonly residentBytes: number;
}

/** True if this system lists processes in /proc. On others, process trees cannot be watched. */
export const SEES_PROCESSES = process.platform === "linux";

/** Counts a process tree; zeros if it has ended. */
export function treeUsage(root: number): TreeUsage {
  const ids = processTree(root);
  return { processes: ids.length, residentBytes: ids.reduce((sum, id) => sum + residentBytes(id), 0) };
}

/** The ids of a process and of all its descendants, including those in other pid namespaces, as seen from ours. */
export function processTree(root: number): readonly number[] {
  const found: number[] = [];
  const pending = [root];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    const children = childrenOf(id);
    if (children === undefined) continue;
    found.push(id);
    pending.push(...children);
  }
  return found;
}

/** The descendants of a process whose command lines contain a text. */
export function descendants(root: number, text: string): readonly number[] {
  const contains = (id: number): boolean =>
    (orGone(() => readFileSync(`/proc/${id}/cmdline`, "utf8")) ?? "").includes(text);
  return processTree(root).filter((id) => id !== root && contains(id));
}

/**
 * Kills a process and all its descendants. They are listed first, because orphans could not be found any more. If the process is
 * this one, it ends last.
 */
export function killTree(root: number): void {
  if (root === process.pid) killDescendants(root);
  for (const id of [...new Set([root, ...processTree(root)])]) {
    orGone(() => process.kill(id, "SIGKILL"));
  }
}

/** Kills everything that a process has started. */
export function killDescendants(root: number): void {
  for (const id of processTree(root).filter((each) => each !== root)) orGone(() => process.kill(id, "SIGKILL"));
}

/** The children of all threads, since the kernel lists them by thread; undefined if the process has ended. */
function childrenOf(id: number): readonly number[] | undefined {
  const threads = orGone(() => readdirSync(`/proc/${id}/task`));
  return threads?.flatMap((thread) => {
    const children = orGone(() => readFileSync(`/proc/${id}/task/${thread}/children`, "utf8")) ?? "";
    return children.split(" ").filter(Boolean).map(Number);
  });
}

function residentBytes(id: number): number {
  const status = orGone(() => readFileSync(`/proc/${id}/status`, "utf8")) ?? "";
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}

function orGone<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
