import { spawn } from "node:child_process";
import { chmod, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Writable } from "node:stream";
import { messageOf, UsageError } from "../../../shared/errors.ts";
import { underKernelLimits, type KernelLimits } from "../../../shared/kernel-limits.ts";
import type { Limits } from "../run-limits.ts";
import { bubblewrapCommand, bubblewrapTrial, FILTER_DESCRIPTOR, SYSTEM_CALL_FILTER } from "./bubblewrap.ts";
import { linkedLibraries } from "./libraries.ts";
import { AS_NOBODY, NODE_PERMISSION, nodePermissionCommand } from "./node-permission.ts";
import type { Bubblewrap, Isolation, IsolationName, SandboxCommand, SandboxView, Unprotected } from "./sandbox.ts";

export type { Isolation, IsolationName, SandboxCommand, SandboxView, Unprotected } from "./sandbox.ts";

/**
 * Sets up the isolation that was asked for, which is never replaced by another.
 *
 * @throws UsageError if it does not work here
 */
export async function setUpIsolation(name: IsolationName): Promise<Isolation> {
  if (name === "node") return nodePermission();
  const found = await findBubblewrap();
  if (typeof found !== "string") return found;
  throw new UsageError(
    `submissions run under bubblewrap only, which does not work here (${found}): install the package bubblewrap, ` +
      "0.7 or newer, check it with `bwrap --unshare-all --ro-bind / / true`, and see docs/security.md for Ubuntu 24.04, " +
      "macOS and Windows; --isolation node runs code that you wrote yourself without it",
  );
}

/** For code of ours only, such as samples: bubblewrap where it works, else Node's permission model. */
export async function isolationForOurs(): Promise<Isolation> {
  const found = await findBubblewrap();
  return typeof found === "string" ? NODE_PERMISSION : found;
}

/** @throws UsageError for root, whose children could signal every process, unless they can run as nobody */
async function nodePermission(): Promise<Isolation> {
  if (process.getuid?.() !== 0) return NODE_PERMISSION;
  const asNobody = [...AS_NOBODY, process.execPath, "--version"];
  const problem = await trial(asNobody);
  if (problem === undefined) return { ...NODE_PERMISSION, asNobody: true };
  throw new UsageError(
    "--isolation node as root runs submissions as the user nobody, who cannot start Node here " +
      `(${asNobody.join(" ")}: ${problem}): run the grader as another user`,
  );
}

/** Lets a child that runs as nobody into a scratch folder, which is otherwise ours alone. @throws UsageError if it cannot enter */
export async function openToChild(isolation: Isolation, scratch: string, view: SandboxView): Promise<void> {
  if (isolation.name !== "node" || !isolation.asNobody) return;
  await chmod(scratch, 0o711);
  await Promise.all([view.runtimeFolder, view.submissionFolder].map(letEveryoneRead));
  const problem = await trial([...AS_NOBODY, "test", "-r", join(view.runtimeFolder, view.runtimeEntry)]);
  if (problem !== undefined) {
    throw new UsageError(
      `the user nobody, who runs submissions, cannot read ${scratch}: set TMPDIR to a folder it can enter`,
    );
  }
}

/** A strict umask, or a cache that only root reads, leaves copies that nobody cannot read. Links are left alone. */
async function letEveryoneRead(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(path, 0o755);
    if (entry.isFile()) await chmod(path, 0o644);
  }
}

/** The command that starts a submission's child with the chosen isolation. */
export function sandboxCommand(isolation: Isolation | Unprotected, view: SandboxView, limits: Limits): SandboxCommand {
  switch (isolation.name) {
    case "none":
      return toCommand(unprotectedCommand(view));
    case "node":
      return toCommand(underKernelLimits(kernelLimits(limits), nodePermissionCommand(isolation, view, limits), PIPE));
    case "bubblewrap": {
      const last = SYSTEM_CALL_FILTER === undefined ? PIPE : FILTER_DESCRIPTOR;
      return {
        ...toCommand(underKernelLimits(kernelLimits(limits), bubblewrapCommand(isolation, view, limits), last)),
        ...FILTER,
      };
    }
  }
}

/** Memory that the kernel counts although it is never touched. */
const UNTOUCHED_BYTES = 1024 * 1024 * 1024;

function kernelLimits({ cpuSeconds, memoryBytes, fileBytes }: Limits): KernelLimits {
  return { cpuSeconds, privateBytes: memoryBytes + UNTOUCHED_BYTES, fileBytes };
}

/** The descriptor of the child's private pipe. */
const PIPE = 3;

const FILTER = SYSTEM_CALL_FILTER === undefined ? {} : { systemCallFilter: SYSTEM_CALL_FILTER };

function unprotectedCommand({ runtimeFolder, runtimeEntry, submissionFolder, engine }: SandboxView): readonly string[] {
  return [process.execPath, `${runtimeFolder}/${runtimeEntry}`, engine, submissionFolder, runtimeFolder];
}

function toCommand([file = "", ...args]: readonly string[]): SandboxCommand {
  return { file, args };
}

/** Tries to start Node under bubblewrap. @returns bubblewrap, or why it does not work */
async function findBubblewrap(): Promise<Bubblewrap | string> {
  if (process.platform !== "linux") return `bubblewrap is for Linux, this is ${process.platform}`;
  try {
    const libraries = await linkedLibraries(process.execPath);
    return (await trial(bubblewrapTrial(libraries))) ?? { name: "bubblewrap", libraries };
  } catch (error) {
    return messageOf(error);
  }
}

/** @returns why a command cannot be run here; undefined if it can */
function trial(command: readonly string[]): Promise<string | undefined> {
  const { file, args } = toCommand(command);
  const child = spawn(file, args, { stdio: ["ignore", "ignore", "pipe", "ignore", "pipe"], timeout: 10_000 });
  const filter = child.stdio[4] as Writable;
  filter.on("error", () => undefined);
  filter.end(SYSTEM_CALL_FILTER ?? "");
  let printed = "";
  child.stderr?.on("data", (chunk: Buffer) => (printed += chunk.toString("utf8")));
  return new Promise((resolve) => {
    child.once("error", (error) => {
      resolve("code" in error && error.code === "ENOENT" ? "it is not installed" : error.message);
    });
    child.once("close", (code) => {
      resolve(code === 0 ? undefined : printed.trim().split("\n")[0] || `it ended with exit code ${code}`);
    });
  });
}
