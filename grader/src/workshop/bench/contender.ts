import { fileURLToPath } from "node:url";
import { execa } from "execa";
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

/** The command of a contender. */
export interface ContenderCommand {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

interface CommandOptions {
  readonly python: string;
  readonly threads: number;
  readonly batchSize: number;
  readonly bundled: BundledContender;
}

/** The commands that start the named tfjs engines ("composed" is the embedded one without our kernels) and PyTorch. */
export function commandsOf(
  engines: readonly string[],
  { python, threads, batchSize, bundled }: CommandOptions,
): readonly ContenderCommand[] {
  const sizes = [String(threads), String(batchSize)];
  return engines.map((name) => {
    if (name === "torch") return { name, command: python, args: [TORCH, ...sizes] };
    // TensorFlow cannot be bundled, nor can the thread of WebGPU.
    const isNative = name.startsWith("node") || name === "webgpu";
    const file = isNative ? ["--import", import.meta.resolve("tsx"), LENET] : [bundled.file];
    return { name, command: process.execPath, args: [...file, name, ...sizes, isNative ? "-" : bundled.wasmFolder] };
  });
}

/** Starts a contender. @returns the reason, as text, if it is not available */
export async function startContender(
  { name, command, args }: ContenderCommand,
  signal: AbortSignal,
): Promise<Contender | string> {
  const options = { cancelSignal: signal, killSignal: "SIGKILL", reject: false } as const;
  const child = execa(command, [...args, String(Date.now())], options);
  const lines = child.iterable();
  const nextMessage = async (): Promise<unknown> => {
    const next = await lines.next();
    if (next.done !== true) return JSON.parse(next.value);
    const { stderr, shortMessage } = await child;
    throw new FaultError(`${name} ended: ${stderr.split("\n").at(-1) || (shortMessage ?? "without an error")}`);
  };
  const first = await nextMessage().catch((error: unknown) => ({ absent: (error as Error).message }));
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
      return timeSchema.parse(await nextMessage());
    },
    end: () => void child.stdin.end(),
  };
}
