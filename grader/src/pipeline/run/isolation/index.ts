import { spawn } from "node:child_process";
import type { Writable } from "node:stream";
import { messageOf, UsageError } from "../../../shared/errors.ts";
import type { Limits } from "../run-limits.ts";
import { bubblewrapCommand, bubblewrapTrial, SYSTEM_CALL_FILTER } from "./bubblewrap.ts";
import { underKernelLimits } from "./kernel-limits.ts";
import { linkedLibraries } from "./libraries.ts";
import { NODE_PERMISSION, nodePermissionCommand } from "./node-permission.ts";
import type { Bubblewrap, Isolation, IsolationChoice, SandboxCommand, SandboxView, Unprotected } from "./sandbox.ts";

export type { Isolation, IsolationChoice, IsolationName, SandboxCommand, SandboxView, Unprotected } from "./sandbox.ts";

/**
 * Chooses the isolation. "auto" means bubblewrap where it works, else Node's permission model with a warning. An isolation
 * requested by name is never replaced by another.
 *
 * @throws UsageError if bubblewrap is requested by name and does not work here
 */
export async function chooseIsolation(choice: IsolationChoice): Promise<Isolation> {
  if (choice === "node") return NODE_PERMISSION;
  const found = await findBubblewrap();
  if (typeof found !== "string") return found;
  if (choice === "auto") return { ...NODE_PERMISSION, warning: `${NODE_PERMISSION.warning} (${found})` };
  throw new UsageError(
    `--isolation bubblewrap was requested, but bubblewrap does not work here: ${found}. ` +
      "Install the package bubblewrap, 0.7 or newer; on Ubuntu 24.04 also set " +
      "kernel.apparmor_restrict_unprivileged_userns=0.",
  );
}

/** The command that starts a submission's child with the chosen isolation. */
export function sandboxCommand(isolation: Isolation | Unprotected, view: SandboxView, limits: Limits): SandboxCommand {
  if (isolation.name === "none") return toCommand(unprotectedCommand(view));
  if (isolation.name === "node") return toCommand(underKernelLimits(limits, nodePermissionCommand(view, limits)));
  return { ...toCommand(underKernelLimits(limits, bubblewrapCommand(isolation, view, limits))), ...FILTER };
}

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
    return (await trial(libraries)) ?? { name: "bubblewrap", libraries };
  } catch (error) {
    return messageOf(error);
  }
}

/** @returns why a sandbox cannot be started here; undefined if it can */
function trial(libraries: readonly string[]): Promise<string | undefined> {
  const { file, args } = toCommand(bubblewrapTrial(libraries));
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
