import { dirname, join } from "node:path";
import type { Limits } from "../run-limits.ts";
import { NATIVE_LINK } from "../native.ts";
import { NOBODY, nodeOptions, type NativeView, type NodePermission, type SandboxView } from "./sandbox.ts";

/**
 * Isolation by Node's permission model alone: no files outside the two folders, no processes, no workers, no add-ons. The
 * network stays open, and a flaw in Node is a way out. According to Node's documentation, it does not
 * protect against malicious code.
 *
 * @see https://nodejs.org/api/permissions.html
 */
export const NODE_PERMISSION: NodePermission = {
  name: "node",
  asNobody: false,
  warning:
    "weak isolation: bubblewrap is not in use, and Node's permission model does not hold malicious code. " +
    "Install the package bubblewrap to grade submissions you do not trust.",
};

/** Drops root's rights, so that a child cannot signal other users' processes. Part of util-linux. */
export const AS_NOBODY = ["setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--no-new-privs"];

/** A busy loop never sees the pipe close, so the kernel kills it. Without setpriv, the limit on CPU time does. */
const DIES_WITH_PARENT = 'setpriv --pdeathsig KILL true 2>/dev/null && exec setpriv --pdeathsig KILL "$@"; exec "$@"';

/** The command of a child under Node's permission model. */
export function nodePermissionCommand(
  { asNobody }: NodePermission,
  view: SandboxView,
  { heapBytes }: Limits,
): readonly string[] {
  const { runtimeFolder, runtimeEntry, submissionFolder, engine, native } = view;
  const readable = [runtimeFolder, submissionFolder, ...nativeFolders(runtimeFolder, native)];
  return [
    // Before DIES_WITH_PARENT: a change of user resets the signal.
    ...(asNobody ? AS_NOBODY : []),
    ...["/bin/sh", "-c", DIES_WITH_PARENT, "sh", process.execPath],
    ...nodeOptions({ readable, native: native !== undefined, heapBytes }),
    ...[`${runtimeFolder}/${runtimeEntry}`, engine, submissionFolder, runtimeFolder],
  ];
}

/** The native package, by its path and by the link beside the runtime. */
function nativeFolders(runtimeFolder: string, native: NativeView | undefined): readonly string[] {
  return native === undefined ? [] : [native.folder, join(dirname(runtimeFolder), NATIVE_LINK)];
}
