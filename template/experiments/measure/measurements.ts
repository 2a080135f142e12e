import type { Hindrance } from "../own-code.ts";

/** A measurement, or why there is none. */
export type Part<T> = { readonly done: T } | Hindrance;

/** What was measured of a trained network. */
export interface Measurements {
  /** The digest of src/ that measured. */
  readonly code: string;
  readonly testImages: number;
  readonly pgdImages: number;
  /** Accuracies, in the order of EPSILONS. */
  readonly fgsm?: Part<readonly number[]>;
  /** Accuracies, in the order of PGD_EPSILONS. */
  readonly pgd?: Part<readonly number[]>;
  readonly gallery?: Part<readonly GalleryColumn[]>;
}

/** The first digits that FGSM of a radius turns; at epsilon 0, the first clean digits. */
export interface GalleryColumn {
  readonly epsilon: number;
  /** The classes before the attack, which are the true ones. */
  readonly before: readonly number[];
  /** The classes after the attack; none at epsilon 0. */
  readonly after: readonly number[];
  /** Grey bytes of 28 x 28 pixels each, base64. */
  readonly images: readonly string[];
}
