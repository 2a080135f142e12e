import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { FaultError } from "../../shared/errors.ts";
import type { BundledContender } from "./bundle-contender.ts";
import { absentSchema, readySchema, timeSchema, type Ready, type Timing } from "./contender-messages.ts";
import type { Workload } from "./workloads.ts";

const LENET = fileURLToPath(new URL("./lenet-contender.ts", import.meta.url));
const TORCH = fileURLToPath(new URL("./torch_contender.py", import.meta.url));

/** A process that is timed, one workload at a time. */
export interface Contender {
  readonly name: string;
  readonly ready: Ready;
  readonly time: (workload: Workload) => Promise<Timing>;
  readonly end: () => void;
}

/** A contender by its command. */
export interface ContenderCommand {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

interface CommandOptions {
  readonly python: string;
  readonly threads: number;
  readonly batchSize: number;
  /** What the embedded engine is started from. */
  readonly bundled: BundledContender;
}

/** The engines of tfjs by name ("composed" is the embedded one without kernels of our own), and PyTorch. */
export function commandsOf(
  engines: readonly string[],
  { python, threads, batchSize, bundled }: CommandOptions,
): readonly ContenderCommand[] {
  const sizes = [String(threads), String(batchSize)];
  return engines.map((name) => {
    if (name === "torch") return { name, command: python, args: [TORCH, ...sizes] };
    // TensorFlow needs the installed packages around it.
    const isNative = name.startsWith("node");
    const file = isNative ? ["--import", "tsx", LENET] : [bundled.file];
    return { name, command: process.execPath, args: [...file, name, ...sizes, isNative ? "-" : bundled.wasmFolder] };
  });
}

/**
 * Starts a contender; a text says why it does not take part. @throws FaultError when it ends without a word.
 */
export async function startContender(
  { name, command, args }: ContenderCommand,
  signal: AbortSignal,
): Promise<Contender | string> {
  const child = spawn(command, [...args, String(Date.now())], {
    stdio: ["pipe", "pipe", "pipe"],
    signal,
    killSignal: "SIGKILL",
  });
  const lines = readLines(name, child);
  const first: unknown = await lines().catch((error: unknown) => ({ absent: (error as Error).message }));
  const absent = absentSchema.safeParse(first);
  if (absent.success) {
    child.kill();
    return absent.data.absent;
  }
  return {
    name,
    ready: readySchema.parse(first).ready,
    time: async (workload) => {
      child.stdin.write(`${workload}\n`);
      return timeSchema.parse(await lines());
    },
    end: () => void child.stdin.end(),
  };
}

/** Gives the next line as JSON, each time it is called. */
function readLines(name: string, child: ChildProcessWithoutNullStreams): () => Promise<unknown> {
  const iterator = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const said: string[] = [];
  child.stderr.on("data", (chunk: Buffer) => void said.push(chunk.toString()));
  // A process that cannot be started says so here; that its output ends is noticed below.
  child.on("error", (error) => void said.push(error.message));
  child.stdin.on("error", () => undefined);
  return async () => {
    const next = await iterator.next();
    if (next.done === true) throw new FaultError(`${name} ended: ${lastLine(said.join("")) || "it said nothing"}`);
    return JSON.parse(next.value) as unknown;
  };
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
