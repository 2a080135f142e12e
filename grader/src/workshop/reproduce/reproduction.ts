import type { ModelName } from "@robustness-lab/fixtures/weights";
import type { CurvePoint } from "./evaluate.ts";
import { missesOf, type Miss } from "./published.ts";

/** A measured point beside the published one. */
export interface ComparedPoint extends CurvePoint {
  readonly published: number;
}

/** The measurements of one model. */
export interface ModelResult {
  readonly name: ModelName;
  readonly title: string;
  /** The hash of its training configuration. */
  readonly configuration: string;
  readonly fgsm: readonly ComparedPoint[];
  readonly pgd: readonly CurvePoint[];
  /** The training loss of each step, in nats. */
  readonly losses: readonly number[];
}

/** The record of a reference run, from which its reports are rendered. */
export interface Reproduction {
  readonly schema: "robustness-lab/reproduction/v1";
  /** A tenth of the data: the results are not comparable. */
  readonly quick: boolean;
  readonly seed: number;
  readonly engine: string;
  readonly epochs: number;
  readonly trainImages: number;
  readonly testImages: number;
  readonly pgdImages: number;
  readonly models: readonly ModelResult[];
}

/** The accuracy on clean images. */
export function cleanAccuracy({ fgsm }: ModelResult): number {
  return fgsm.find(({ epsilon }) => epsilon === 0)?.accuracy ?? NaN;
}

/** The misses of all models. */
export function allMisses({ models }: Reproduction): readonly Miss[] {
  return models.flatMap(({ name, fgsm }) => missesOf(name, fgsm));
}
