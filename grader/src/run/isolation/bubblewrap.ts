import { nodeOptions, type Isolation, type SandboxView } from "./sandbox.ts";

/** Where the folders appear inside. */
const INSIDE = {
  runtime: "/lab/runtime",
  submission: "/lab/submission",
  node: "/lab/node",
  nodeModules: "/lab/node_modules",
};
/** The system's libraries, which the Node binary needs. */
const LIBRARIES = ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache"];

/** NVIDIA's device nodes, for an engine that computes on them. */
const GPU_DEVICES = [
  "/dev/nvidia0",
  "/dev/nvidiactl",
  "/dev/nvidia-uvm",
  "/dev/nvidia-uvm-tools",
  "/usr/local/nvidia",
].flatMap((path) => ["--dev-bind-try", path, path]);

/**
 * Isolation by bubblewrap: namespaces of its own for everything (no network), a read-only view of the two folders, no
 * home, no environment, no capabilities; dies with its parent. Node's permission model inside is the second belt.
 */
export function bubblewrapIsolation(nodeFile: string, nodeMajor: number): Isolation {
  return {
    name: "bubblewrap",
    command: (view) => ({ file: "bwrap", args: [...sandboxArgs(nodeFile, view), ...nodeArgs(nodeMajor, view)] }),
  };
}

function sandboxArgs(nodeFile: string, view: SandboxView): readonly string[] {
  return [
    ...["--unshare-all", "--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL"],
    ...["--hostname", "lab", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"],
    ...LIBRARIES.flatMap((path) => ["--ro-bind-try", path, path]),
    ...["--ro-bind", nodeFile, INSIDE.node],
    ...["--ro-bind", view.runtimeFolder, INSIDE.runtime, "--ro-bind", view.submissionFolder, INSIDE.submission],
    ...(view.nodeModules === undefined ? [] : ["--ro-bind", view.nodeModules, INSIDE.nodeModules, ...GPU_DEVICES]),
    ...["--remount-ro", "/", "--chdir", "/tmp", INSIDE.node],
  ];
}

function nodeArgs(nodeMajor: number, view: SandboxView): readonly string[] {
  const entry = `${INSIDE.runtime}/${view.runtimeEntry}`;
  return [
    ...nodeOptions(nodeMajor, ["/lab"], view.nodeModules !== undefined),
    entry,
    view.engine,
    INSIDE.submission,
    INSIDE.runtime,
  ];
}
