import { availableParallelism } from "node:os";
import { findNative, NATIVE_PACKAGES, type EngineChoice, type EngineName } from "@robustness-lab/fixtures/engine";

const GIB = 1024 ** 3;
/** What one submission takes while it is graded, all its processes together; measured, with room: TensorFlow is large. */
const BYTES_OF_A_JOB = { wasm: 1.5 * GIB, node: 2.5 * GIB };
/** For everything else on the machine. */
const SPARE_BYTES = GIB;

/** What a machine has to give. */
export interface Machine {
  readonly cores: number;
  readonly freeBytes: number;
}

/** This machine, or the part of it that a container has. */
export function thisMachine(): Machine {
  return { cores: availableParallelism(), freeBytes: process.availableMemory() };
}

/** How many submissions are graded at a time: as cores and memory allow; one on a GPU, whose memory one engine takes. */
export function chooseJobs(engine: EngineName, { cores, freeBytes }: Machine): number {
  if (engine === "node-gpu") return 1;
  return Math.max(1, Math.min(cores, Math.floor((freeBytes - SPARE_BYTES) / BYTES_OF_A_JOB[engine])));
}

/**
 * The engine that a choice leads to, where that can be told without loading it; undefined where only loading tells. So
 * a class of which all is known starts no engine.
 */
export function foreseeEngine(choice: EngineChoice): EngineName | undefined {
  if (choice === "wasm") return "wasm";
  return choice === "auto" && NATIVE_PACKAGES.node.every((name) => findNative(name) === undefined) ? "wasm" : undefined;
}
