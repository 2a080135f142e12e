import type { Limits } from "../run-limits.ts";
import { systemCallFilter } from "./seccomp.ts";
import { nodeOptions, type Bubblewrap, type NativeView, type SandboxView } from "./sandbox.ts";

/** Where the folders appear inside. */
const INSIDE = {
  runtime: "/lab/runtime",
  submission: "/lab/submission",
  node: "/lab/node",
  native: "/lab/native",
};
/** Nobody, inside: outside it is whoever runs the grader, but there is no outside to be seen. */
const NOBODY = "65534";
const TMP_BYTES = 16 * 1024 * 1024;
/** The descriptor on which bubblewrap reads the filter of system calls. */
const FILTER_DESCRIPTOR = "4";

/** NVIDIA's device nodes and what its driver reads, for an engine that computes on them. */
const GPU_DEVICES = ["/dev/nvidia0", "/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/nvidia-uvm-tools", "/usr/local/nvidia"];
/** What the driver and TensorFlow ask of the system before they compute on a GPU. */
const GPU_PATHS = ["/sys/devices/system", "/sys/bus/pci/devices", "/etc/ld.so.cache"];

/** The filter of system calls that bubblewrap is to read, for this processor. */
export const SYSTEM_CALL_FILTER = systemCallFilter(process.arch);

/**
 * The command of a child under bubblewrap: namespaces of its own for everything (no network), a file system that holds Node,
 * the libraries it is linked with and the two folders, all read-only; no /proc, no home, no environment, no capabilities; no
 * new processes. It dies with its parent. Node's permission model inside is the second belt.
 */
export function bubblewrapCommand(isolation: Bubblewrap, view: SandboxView, limits: Limits): readonly string[] {
  return [...wrap(isolation.libraries, folders(view)), INSIDE.node, ...nodeArgs(view, limits)];
}

/** A command that does nothing but start Node in a sandbox like a submission's, to see whether that works here. */
export function bubblewrapTrial(libraries: readonly string[]): readonly string[] {
  return [...wrap(libraries), INSIDE.node, "--version"];
}

function wrap(libraries: readonly string[], more: readonly string[] = []): readonly string[] {
  return [
    ...["bwrap", "--unshare-all", "--unshare-user", "--uid", NOBODY, "--gid", NOBODY, "--hostname", "lab"],
    ...["--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL"],
    ...(SYSTEM_CALL_FILTER === undefined ? [] : ["--seccomp", FILTER_DESCRIPTOR]),
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

/** TensorFlow asks which binary runs it, and ends where nothing answers; that is all it asks of /proc. */
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
