import { spawn, type ChildProcess } from "node:child_process";
import { delimiter, dirname } from "node:path";
import { npmCommand, outputOf } from "./command-output.ts";

/** Where npm runs, what ends it, and what it is asked for, in words that follow "npm could not". */
export interface NpmRun {
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly says: string;
  /** Whether it may end with 1, as `npm test` does when tests fail. */
  readonly mayFail?: boolean;
}

/** Runs npm as it is typed, and gives what it printed. @throws FaultError with the last lines that it printed */
export async function runNpm(args: readonly string[], { folder, signal, says, mayFail }: NpmRun): Promise<string> {
  signal.throwIfAborted();
  const failure = `npm could not ${says}; it said last`;
  return outputOf(spawnNpm(args, { folder, stdio: "pipe" }), { signal, failure, mayFail });
}

/** Where npm is started, and on which Node: that of the path unless one is named. */
export interface NpmStart {
  readonly folder: string;
  readonly stdio: "pipe" | "inherit";
  readonly node?: string;
}

/** Starts npm as it is typed. Where a Node is named, npm and all that it starts run on that one. */
export function spawnNpm(args: readonly string[], { folder, stdio, node }: NpmStart): ChildProcess {
  const [command, ...first] = npmCommand(process.env, node);
  const env = cleanEnvironment(process.env);
  const path = [node === undefined ? [] : dirname(node), env["PATH"] ?? []].flat().join(delimiter);
  return spawn(command, [...first, ...args], { cwd: folder, stdio, env: { ...env, PATH: path } });
}

/** Without what npm and vitest of our own repository have set: a student's terminal has none of it. */
function cleanEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const isOurs = (name: string): boolean =>
    /^(?:npm_(?!config_)|vitest|node_env$|init_cwd$|test$|node_options$)/i.test(name) ||
    /^npm_config_(?:local_prefix|prefix)$/i.test(name);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !isOurs(name)));
}
