import { dirname, join } from "node:path";
import { nodeOptions, type Isolation } from "./sandbox.ts";

/** CPU seconds after which the system ends a child whose parent could not. */
const CPU_SECONDS = 900;

/**
 * Isolation by Node's permission model alone: no files but the two folders, no processes, no workers, no add-ons, but
 * the network is open and a flaw in Node is a way out. By Node's own documentation no boundary against malicious code.
 */
export function nodeIsolation(nodeFile: string, nodeMajor: number): Isolation {
  return {
    name: "node",
    warning:
      "weak isolation: bubblewrap is not in use, and Node's permission model does not hold malicious code. " +
      "Install the package bubblewrap to grade submissions you do not trust.",
    command: ({ runtimeFolder, runtimeEntry, submissionFolder, engine, nodeModules }) => ({
      file: "/bin/sh",
      args: [
        ...["-c", `ulimit -t ${CPU_SECONDS}; exec "$@"`, "sh", nodeFile],
        ...nodeOptions(
          nodeMajor,
          [runtimeFolder, submissionFolder, ...linked(runtimeFolder, nodeModules)],
          nodeModules !== undefined,
        ),
        ...[`${runtimeFolder}/${runtimeEntry}`, engine, submissionFolder, runtimeFolder],
      ],
    }),
  };
}

/** The installed packages, by their own path and by the link beside the runtime. */
function linked(runtimeFolder: string, nodeModules: string | undefined): readonly string[] {
  return nodeModules === undefined ? [] : [nodeModules, join(dirname(runtimeFolder), "node_modules")];
}
