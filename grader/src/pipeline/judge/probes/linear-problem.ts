import type { Random } from "@robustness-lab/fixtures";
import { floats } from "../../run/protocol/values.ts";
import { dot, norm2, type Vector } from "../expected/vectors.ts";
import { randomSign } from "./draws.ts";

/** A linear problem. All numbers are exact in float32, so that judge and submission compute with the same ones. */
export interface LinearProbe {
  readonly w: Vector;
  readonly x: readonly Vector[];
  /** -1 or +1 */
  readonly y: Vector;
}

/** Parameters of a linear problem. */
export interface LinearDraw {
  /** The number of coordinates. */
  readonly d: number;
  /** ||w||_2, up to rounding. */
  readonly length: number;
  /** The margin y w·x of each point, up to rounding. */
  readonly margins: Vector;
}

/** Draws w, alternating labels from a random first one, and points that are random but for their margins. */
export function linearProbe(random: Random, { d, length, margins }: LinearDraw): LinearProbe {
  const w = weights(random, d, length);
  const first = randomSign(random);
  const y = margins.map((_, index) => (index % 2 === 0 ? first : -first));
  const x = margins.map((margin, index) => pointAt(random, w, margin * (y[index] as number)));
  return { w, x, y };
}

/** A vector of a given length in which no entry is much smaller than the others. */
function weights(random: Random, d: number, length: number): Vector {
  const raw = Array.from({ length: d }, () => random.uniform(0.3, 1) * randomSign(random));
  return raw.map((value) => Math.fround((value * length) / norm2(raw)));
}

/** A random point with w·x = score. */
function pointAt(random: Random, w: Vector, score: number): Vector {
  const raw = w.map(() => random.normal());
  const shift = (score - dot(w, raw)) / dot(w, w);
  return raw.map((value, index) => Math.fround(value + shift * (w[index] as number)));
}

/** One draw from each of `count` equal parts of an interval, so that both ends are always covered. */
export function stratified(random: Random, count: number, low: number, high: number): Vector {
  const width = (high - low) / count;
  return Array.from({ length: count }, (_, part) => low + (part + random.uniform(0, 1)) * width);
}

/** The margins y w·x in double precision. */
export function marginsOf({ w, x, y }: LinearProbe): Vector {
  return x.map((point, index) => (y[index] as number) * dot(w, point));
}

/** The problem as an argument of a call; a suite adds epsilon and the loss. */
export function problemArgument({ w, x, y }: LinearProbe) {
  return { w: floats([w.length], w), x: floats([x.length, w.length], x.flat()), y: floats([y.length], y) };
}

/** The problem's size in words. */
export function inWords({ w, x }: LinearProbe): string {
  return `${x.length} ${x.length === 1 ? "point" : "points"} in ${w.length} dimensions`;
}
