import { z } from "zod";
import type { EngineChoice } from "@robustness-lab/fixtures/engine";

/** What a reference run was asked for; plain data, so that it can be handed to another process. */
export interface ReproduceOptions {
  readonly seed: number;
  readonly engine: EngineChoice;
  /** Of the embedded engine; the results are the same for any number. */
  readonly threads: number;
  readonly quick: boolean;
  readonly fresh: boolean;
  readonly outFolder: string;
  /** Where the weights of a full run go. */
  readonly weightsFolder: string;
  /** The first so many test images are attacked with PGD. */
  readonly pgdImages: number;
}

export const ENGINE_CHOICES = ["auto", "node-gpu", "node", "wasm"] as const satisfies readonly EngineChoice[];

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

/** Reads options that another process wrote. @throws ZodError */
export function parseOptions(text: string): ReproduceOptions {
  return schema.parse(JSON.parse(text));
}
