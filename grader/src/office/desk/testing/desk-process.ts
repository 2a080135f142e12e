import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { commandLine } from "../../../shared/testing/command-line.ts";

/** The command of the desk in a process of its own. */
export interface DeskProcess {
  readonly address: string;
  readonly child: ChildProcess;
  /** What it prints after the address. */
  readonly printed: () => string;
}

/** Starts the command and waits until it prints its address. */
export async function startDesk(folder: string, ...options: readonly string[]): Promise<DeskProcess> {
  const args = [...commandLine("mark", folder, "--no-open"), ...options];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  child.stderr.on("data", (text: Buffer) => (printed += text.toString()));
  const lines = createInterface({ input: child.stdout });
  const address = new Promise<string>((resolve, reject) => {
    lines.on("line", (line) => {
      printed += `${line}\n`;
      if (line.startsWith("http://")) resolve(line);
    });
    child.once("exit", (code) => reject(new Error(`the desk ended with ${code}: ${printed}`)));
  });
  return { address: await address, child, printed: () => printed };
}

/** Sends a signal to a desk, unless a test has killed it, and waits for its end. @returns the exit code, or the signal */
export async function endDesk({ child }: DeskProcess, signal: NodeJS.Signals): Promise<number | string> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }
  return child.exitCode ?? child.signalCode ?? "";
}
