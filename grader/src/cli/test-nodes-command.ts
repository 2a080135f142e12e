import { statusOf } from "../shared/command-output.ts";
import { runNpm, spawnNpm } from "../shared/run-npm.ts";
import { EXIT } from "./run-command.ts";
import { abortOnSignals } from "./signals.ts";
import type { TestNodesCommand } from "./test-nodes-options.ts";

/** A Node, and the version that it says it is. */
interface Node {
  readonly version: string;
  readonly path: string;
}

interface Run {
  readonly version: string;
  readonly passed: boolean;
  readonly seconds: number;
}

/** Runs a script of the folder that this is typed in on each Node, and prints a line for each. Gives the exit code. */
export async function testNodesCommand({ versions, script, only }: TestNodesCommand): Promise<number> {
  const signal = abortOnSignals("stopping: what was started is ended ...");
  const args = ["run", script, ...(only.length === 0 ? [] : ["--", ...only])];
  try {
    // Before anything is run: a version that does not exist is told at once.
    const nodes: Node[] = [];
    for (const version of versions) nodes.push(await findNode(version, signal));
    const runs: Run[] = [];
    for (const [index, node] of nodes.entries()) {
      console.log(`== ${index + 1}/${nodes.length} Node ${node.version}: npm ${args.join(" ")}`);
      runs.push(await runOn(node, args, signal));
    }
    console.log(renderRuns(runs));
    return runs.every(({ passed }) => passed) ? EXIT.done : EXIT.fault;
  } catch (error) {
    if (signal.aborted) return EXIT.fault;
    throw error;
  }
}

/** @throws FaultError with what npm said when it has no such Node */
async function findNode(version: string, signal: AbortSignal): Promise<Node> {
  const own = process.versions.node;
  if (`${own}.`.startsWith(`${version}.`)) return { version: own, path: process.execPath };
  console.log(`== Node ${version}: npm looks for it ...`);
  const says = `bring Node ${version}`;
  const print = ["node", "-p", "JSON.stringify({ version: process.versions.node, path: process.execPath })"];
  const args = ["exec", "--yes", "--loglevel=error", "--package", `node@${version}`, "--", ...print];
  return JSON.parse(await runNpm(args, { folder: process.cwd(), signal, says })) as Node;
}

async function runOn({ version, path }: Node, args: readonly string[], signal: AbortSignal): Promise<Run> {
  const startedAt = performance.now();
  const status = await statusOf(spawnNpm(args, { folder: process.cwd(), stdio: "inherit", node: path }), signal);
  return { version, passed: status === 0, seconds: (performance.now() - startedAt) / 1000 };
}

function renderRuns(runs: readonly Run[]): string {
  const line = ({ version, passed, seconds }: Run): string =>
    `Node ${version.padEnd(9)} ${passed ? "passed" : "FAILED"} ${seconds.toFixed(0).padStart(5)} s`;
  return ["", ...runs.map(line)].join("\n");
}
