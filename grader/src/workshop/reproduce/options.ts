import { z } from "zod";
import type { EngineChoice } from "@robustness-lab/fixtures/engine";

/** The options of a reference run; plain data, to be passed to another process. */
export interface ReproduceOptions {
  readonly seed: number;
  readonly engine: EngineChoice;
  /** Threads of the embedded engine; the results do not depend on it. */
  readonly threads: number;
  readonly quick: boolean;
  readonly fresh: boolean;
  readonly outFolder: string;
  /** The folder of the weights of a full run. */
  readonly weightsFolder: string;
  /** The number of test images for PGD, from the start of the set. */
  readonly pgdImages: number;
}

const ENGINE_CHOICES = ["auto", "node-gpu", "node", "wasm"] as const satisfies readonly EngineChoice[];

const schema = z.object({
  seed: z.int().min(1),
  engine: z.enum(ENGINE_CHOICES),
  threads: z.int().min(1),
  quick: z.boolean(),
  fresh: z.boolean(),
  outFolder: z.string().min(1),
  weightsFolder: z.string().min(1),
  pgdImages: z.int().min(1),
});

/** Parses the options that the parent process passed. @throws ZodError */
export function parseOptions(text: string): ReproduceOptions {
  return schema.parse(JSON.parse(text));
}
