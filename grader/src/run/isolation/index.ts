import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { UsageError } from "../../errors.ts";
import { bubblewrapIsolation } from "./bubblewrap.ts";
import { nodeIsolation } from "./node-permission.ts";
import type { Isolation, IsolationChoice, IsolationName } from "./sandbox.ts";

export type { Isolation, IsolationChoice, IsolationName, SandboxView } from "./sandbox.ts";

/**
 * Picks the isolation: bubblewrap where it works, else Node's permission model with a warning. What was asked for by
 * name is taken or refused, never replaced.
 *
 * @throws UsageError when bubblewrap is asked for and does not work here
 */
export async function chooseIsolation(choice: IsolationChoice): Promise<Isolation> {
  if (choice === "node") return isolationNamed("node");
  const problem = await bubblewrapProblem();
  if (problem === undefined) return isolationNamed("bubblewrap");
  if (choice === "auto") return isolationNamed("node");
  throw new UsageError(
    `--isolation bubblewrap was asked for, but bubblewrap does not work here (${problem}). ` +
      "Install the package bubblewrap; on Ubuntu 24.04 also set kernel.apparmor_restrict_unprivileged_userns=0.",
  );
}

/** The isolation of that name, for the Node that runs this. */
export function isolationNamed(name: IsolationName): Isolation {
  const major = Number(process.versions.node.split(".")[0]);
  return name === "bubblewrap" ? bubblewrapIsolation(process.execPath, major) : nodeIsolation(process.execPath, major);
}

async function bubblewrapProblem(): Promise<string | undefined> {
  const probe = [
    "--unshare-all",
    "--die-with-parent",
    "--ro-bind",
    "/",
    "/",
    "--proc",
    "/proc",
    "--dev",
    "/dev",
    "true",
  ];
  try {
    await promisify(execFile)("bwrap", probe, { timeout: 10_000 });
    return undefined;
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    return code === "ENOENT" ? "it is not installed" : (stderr ?? "").trim().split("\n")[0] || "it cannot be run";
  }
}
