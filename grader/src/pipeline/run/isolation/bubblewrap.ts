import type { Limits } from "../run-limits.ts";
import { systemCallFilter } from "./seccomp.ts";
import { NOBODY, nodeOptions, type Bubblewrap, type NativeView, type SandboxView } from "./sandbox.ts";

/** Paths inside the sandbox. */
const INSIDE = {
  runtime: "/lab/runtime",
  submission: "/lab/submission",
  node: "/lab/node",
  native: "/lab/native",
};
const TMP_BYTES = 16 * 1024 * 1024;
/** The descriptor from which bubblewrap reads the system call filter. */
export const FILTER_DESCRIPTOR = 4;

/** NVIDIA's device nodes, and the folder that its driver reads. */
const GPU_DEVICES = ["/dev/nvidia0", "/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/nvidia-uvm-tools", "/usr/local/nvidia"];
/** System files that the driver and TensorFlow read before they use a GPU. */
const GPU_PATHS = ["/sys/devices/system", "/sys/bus/pci/devices", "/etc/ld.so.cache"];

/** The system call filter for this processor. */
export const SYSTEM_CALL_FILTER = systemCallFilter(process.arch);

/**
 * The command of a child under bubblewrap. The child has new namespaces for everything (so no network), and a read-only file
 * system with Node, the libraries it is linked with and the two folders. It has no /proc, home, environment or capabilities,
 * cannot start processes, and dies with its parent. Inside, Node's permission model is a second layer. Its user is nobody
 * inside; outside, the process belongs to the user who runs the grader.
 */
export function bubblewrapCommand(isolation: Bubblewrap, view: SandboxView, limits: Limits): readonly string[] {
  return [...wrap(isolation.libraries, folders(view)), INSIDE.node, ...nodeArgs(view, limits)];
}

/** A command that only starts Node in a sandbox like a submission's, to see whether that works here. */
export function bubblewrapTrial(libraries: readonly string[]): readonly string[] {
  return [...wrap(libraries), INSIDE.node, "--version"];
}

function wrap(libraries: readonly string[], more: readonly string[] = []): readonly string[] {
  return [
    ...["bwrap", "--unshare-all", "--unshare-user", "--uid", NOBODY, "--gid", NOBODY, "--hostname", "lab"],
    ...["--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL"],
    ...(SYSTEM_CALL_FILTER === undefined ? [] : ["--seccomp", String(FILTER_DESCRIPTOR)]),
    ...["--size", String(TMP_BYTES), "--tmpfs", "/tmp", "--dev", "/dev", "--remount-ro", "/dev"],
    ...readOnly(process.execPath, INSIDE.node),
    ...libraries.flatMap((path) => readOnly(path, path)),
    ...more,
    ...["--remount-ro", "/", "--chdir", "/tmp"],
  ];
}

function folders({ runtimeFolder, submissionFolder, native }: SandboxView): readonly string[] {
  const own = [...readOnly(runtimeFolder, INSIDE.runtime), ...readOnly(submissionFolder, INSIDE.submission)];
  return native === undefined ? own : [...own, ...nativeFolders(native)];
}

function nativeFolders({ folder, libraries, onGpu }: NativeView): readonly string[] {
  const needed = [...readOnly(folder, INSIDE.native), ...libraries.flatMap((path) => readOnly(path, path))];
  return onGpu ? [...needed, ...gpuFolders()] : [...needed, ...OWN_BINARY];
}

/** TensorFlow aborts if it cannot read this link. It reads nothing else in /proc. */
const OWN_BINARY = ["--symlink", INSIDE.node, "/proc/self/exe"];

function gpuFolders(): readonly string[] {
  const system = GPU_PATHS.flatMap((path) => ["--ro-bind-try", path, path]);
  const devices = GPU_DEVICES.flatMap((path) => ["--dev-bind-try", path, path]);
  return ["--proc", "/proc", ...system, ...devices];
}

function readOnly(path: string, inside: string): readonly string[] {
  return ["--ro-bind", path, inside];
}

function nodeArgs(view: SandboxView, { heapBytes }: Limits): readonly string[] {
  return [
    ...nodeOptions({ readable: ["/lab"], native: view.native !== undefined, heapBytes }),
    `${INSIDE.runtime}/${view.runtimeEntry}`,
    view.engine,
    INSIDE.submission,
    INSIDE.runtime,
  ];
}
