import { spawn } from "node:child_process";
import { once } from "node:events";
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

/** Runs npm as it is typed. @throws FaultError with the last lines that it printed */
export async function runNpm(args: readonly string[], { folder, signal, says, mayFail }: NpmRun): Promise<void> {
  signal.throwIfAborted();
  const [command, ...first] = npmCommand();
  const child = spawn(command, [...first, ...args], { cwd: folder, env: cleanEnvironment(process.env) });
  const stop = (): void => {
    if (child.pid !== undefined) killTree(child.pid);
  };
  signal.addEventListener("abort", stop);
  const printed: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => void printed.push(chunk));
  try {
    const [status] = (await once(child, "close")) as [number | null];
    signal.throwIfAborted();
    if (status !== 0 && !(mayFail === true && status === 1)) throw failure(says, Buffer.concat(printed).toString());
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** The npm that runs us, and on every system without a shell; else the one of the path. */
function npmCommand(): readonly [string, ...string[]] {
  const script = process.env["npm_execpath"];
  return script === undefined ? ["npm"] : [process.execPath, script];
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
