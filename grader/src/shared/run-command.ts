import { execa } from "execa";
import { FaultError } from "./errors.ts";
import { killTree } from "./process-tree.ts";

const SHOWN_LINES = 12;

export interface CommandOptions {
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Its purpose, in words that follow "could not". */
  readonly purpose: string;
  /** The whole environment of the command; ours by default. */
  readonly env?: NodeJS.ProcessEnv;
  /** Exit code 1 is not a fault, as for `npm test` with failing tests. */
  readonly mayFail?: boolean;
}

/**
 * Runs a command to its end. An abort kills it and everything it started; execa by itself would kill the command alone.
 *
 * @returns its stdout, without the last line end
 * @throws FaultError with the last lines of its output, or if it does not start
 */
export async function runCommand(
  [file, ...args]: readonly [file: string, ...args: string[]],
  { folder, signal, purpose, env = process.env, mayFail = false }: CommandOptions,
): Promise<string> {
  signal.throwIfAborted();
  const child = execa(file, args, { cwd: folder, env, extendEnv: false, stdin: "ignore", all: true, reject: false });
  const kill = (): void => {
    if (child.pid !== undefined) killTree(child.pid);
  };
  signal.addEventListener("abort", kill);
  const { failed, exitCode, stdout, all, shortMessage = "" } = await child;
  signal.removeEventListener("abort", kill);
  signal.throwIfAborted();
  if (!failed || (mayFail && exitCode === 1)) return stdout;
  const [reason = ""] = shortMessage.split("\n");
  const lines = all.split("\n").filter((line) => line !== "");
  throw new FaultError(
    [`could not ${purpose}: ${reason}`, ...lines.slice(-SHOWN_LINES).map((line) => `  ${line}`)].join("\n"),
  );
}

/** Runs npm as in a new terminal. */
export function runNpm(args: readonly string[], options: CommandOptions): Promise<string> {
  return runCommand(["npm", ...args], { ...options, env: outsideNpm(options.env ?? process.env) });
}

/** An environment without the variables that npm and vitest set for the processes they start. */
function outsideNpm(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const isInherited = (name: string): boolean =>
    /^(?:npm_(?!config_)|npm_config_(?:local_)?prefix$|vitest|node_env$|node_options$|test$|init_cwd$)/i.test(name);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !isInherited(name)));
}
