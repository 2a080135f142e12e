import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { delimiter, dirname } from "node:path";
import { FaultError } from "../errors.ts";
import { killTree } from "../process-tree.ts";

/** Where npm runs, what ends it, and what it is asked for, in words that follow "npm could not". */
export interface NpmRun {
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly says: string;
  /** Whether it may end with 1, as `npm test` does when tests fail. */
  readonly mayFail?: boolean;
}

const LAST_LINES = 12;

/** Runs npm as it is typed, and gives what it printed. @throws FaultError with the last lines that it printed */
export async function runNpm(args: readonly string[], { folder, signal, says, mayFail }: NpmRun): Promise<string> {
  signal.throwIfAborted();
  const child = spawnNpm(args, { folder, stdio: "pipe" });
  const stdout: Buffer[] = [];
  const printed: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => void stdout.push(chunk));
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => void printed.push(chunk));
  const status = await statusOf(child, signal);
  if (status !== 0 && !(mayFail === true && status === 1)) throw failure(says, Buffer.concat(printed).toString());
  return Buffer.concat(stdout).toString();
}

/** Where npm is started, and on which Node: that of the path unless one is named. */
export interface NpmStart {
  readonly folder: string;
  readonly stdio: "pipe" | "inherit";
  readonly node?: string;
}

/** Starts npm as it is typed. Where a Node is named, npm and all that it starts run on that one. */
export function spawnNpm(args: readonly string[], { folder, stdio, node }: NpmStart): ChildProcess {
  const [command, ...first] = npmCommand(node ?? process.execPath);
  const env = cleanEnvironment(process.env);
  const path = [node === undefined ? [] : dirname(node), env["PATH"] ?? []].flat().join(delimiter);
  return spawn(command, [...first, ...args], { cwd: folder, stdio, env: { ...env, PATH: path } });
}

/** How a process ended; none after a signal. A signal ends it and all that it started. @throws the signal's reason then */
export async function statusOf(child: ChildProcess, signal: AbortSignal): Promise<number | null> {
  const stop = (): void => {
    if (child.pid !== undefined) killTree(child.pid);
  };
  signal.addEventListener("abort", stop);
  try {
    const [status] = (await once(child, "close")) as [number | null];
    signal.throwIfAborted();
    return status;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** The npm that runs us, and on every system without a shell; else the one of the path. */
function npmCommand(node: string): readonly [string, ...string[]] {
  const script = process.env["npm_execpath"];
  return script === undefined ? ["npm"] : [node, script];
}

/** Without what npm and vitest of our own repository have set: a student's terminal has none of it. */
function cleanEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const isOurs = (name: string): boolean =>
    /^(?:npm_(?!config_)|vitest|node_env$|init_cwd$|test$|node_options$)/i.test(name) ||
    /^npm_config_(?:local_prefix|prefix)$/i.test(name);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !isOurs(name)));
}

function failure(says: string, printed: string): FaultError {
  const last = printed.trimEnd().split("\n").slice(-LAST_LINES);
  return new FaultError([`npm could not ${says}; it said last:`, ...last.map((line) => `  ${line}`)].join("\n"));
}
