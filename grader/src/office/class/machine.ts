import { availableParallelism } from "node:os";
import type { EngineName } from "@robustness-lab/fixtures/engine/choice";

const GIB = 1024 ** 3;
/** Memory for grading one submission, all processes together; measured, with a margin. TensorFlow needs most of it. */
const BYTES_OF_A_JOB = { wasm: 1.5 * GIB, node: 2.5 * GIB };
/** Memory left to other programs. */
const SPARE_BYTES = GIB;

/** Resources of a machine. */
export interface Machine {
  readonly cores: number;
  readonly freeBytes: number;
}

/** The resources of this machine, or of the container. */
export function thisMachine(): Machine {
  return { cores: availableParallelism(), freeBytes: process.availableMemory() };
}

/** The number of submissions to grade in parallel, limited by cores and memory. One on a GPU, since one engine fills it. */
export function chooseJobs(engine: EngineName, { cores, freeBytes }: Machine): number {
  if (engine === "node-gpu" || engine === "webgpu") return 1;
  return Math.max(1, Math.min(cores, Math.floor((freeBytes - SPARE_BYTES) / BYTES_OF_A_JOB[engine])));
}
