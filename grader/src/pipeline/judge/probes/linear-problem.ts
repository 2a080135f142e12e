import type { Random } from "@robustness-lab/fixtures";
import { floats } from "../../run/protocol/values.ts";
import { dot, norm2, type Vector } from "../expected/vectors.ts";
import { randomSign, redraw, shuffled } from "./draws.ts";

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
  /** The label of all points; by default labels alternate from a random first one, and the last is another than the first. */
  readonly label?: -1 | 1;
  /** The number of coordinates with weight 0, at random places; none by default. */
  readonly zeros?: number;
  /** The sum of the weights is positive and small next to their length. For five coordinates or more. */
  readonly isBalanced?: boolean;
}

/** Draws w, labels, and points that are random but for their margins. */
export function linearProbe(random: Random, draw: LinearDraw): LinearProbe {
  const { d, length, margins, label, zeros = 0, isBalanced = false } = draw;
  const w = redraw("weights that tell", () => {
    const drawn = shuffled(random, [...weights(random, d - zeros, length), ...Array.from({ length: zeros }, () => 0)]);
    return (!isBalanced || isNearlyBalanced(drawn)) && (d < 3 || showsOrder(drawn)) ? drawn : undefined;
  });
  const y = label === undefined ? labels(random, margins.length) : margins.map(() => label);
  const x = margins.map((margin, index) => pointAt(random, w, margin * (y[index] as number)));
  return { w, x, y };
}

function isNearlyBalanced(w: Vector): boolean {
  const sum = w.reduce((total, weight) => total + weight, 0) / norm2(w);
  return sum > 0.05 && sum < 0.35;
}

/** Whether reversed weights point elsewhere. If none is 0, some of them have another sign, and some the same. */
function showsOrder(w: Vector): boolean {
  const cosine = Math.abs(dot(w, w.toReversed())) / dot(w, w);
  const products = w.map((weight, place) => weight * (w.at(-1 - place) as number));
  const areMixed = products.some((product) => product < 0) && products.some((product) => product > 0);
  return cosine < 0.8 && (areMixed || w.includes(0));
}

/** Alternating labels, in another order from the other end: a single point has the first, the last of several the other. */
function labels(random: Random, n: number): Vector {
  const first = randomSign(random);
  return Array.from({ length: n }, (_, index) => (index % 2 === 0 && (index < n - 1 || n === 1) ? first : -first));
}

/**
 * A vector of a given length. Its entries are small and large by turns, their sizes differ by a factor of at most 2.5, and there
 * are both signs if there is room: then the signs alone are within 0.903 of its direction (as a cosine). One coordinate out of
 * three or more, the inverses, or the same move in all are not within 0.88.
 */
function weights(random: Random, d: number, length: number): Vector {
  const first = randomSign(random);
  const signs = Array.from({ length: d }, (_, place) => (place < 2 ? first * (1 - 2 * place) : randomSign(random)));
  const raw = signs.map((sign, place) => sign * (place % 2 === 0 ? random.uniform(0.4, 0.45) : random.uniform(0.9, 1)));
  return raw.map((value) => Math.fround((value * length) / norm2(raw)));
}

/** A random point with w·x = score. */
function pointAt(random: Random, w: Vector, score: number): Vector {
  const raw = w.map(() => random.normal());
  const shift = (score - dot(w, raw)) / dot(w, w);
  return raw.map((value, index) => Math.fround(value + shift * (w[index] as number)));
}

/**
 * A problem whose margins are exact in float32, in any order of summation: weights are +-1/2, +-1 and +-2, coordinates
 * multiples of 1/16 up to 16.
 *
 * @param margins multiples of 1/16
 */
export function exactProbe(random: Random, d: number, margins: Vector): LinearProbe {
  const w = shuffled(random, [1, ...Array.from({ length: d - 1 }, (_, place) => (place % 2 === 0 ? -2 : 0.5))]);
  const unit = w.indexOf(1);
  const y = labels(random, margins.length);
  const x = margins.map((margin, index) => {
    const point = w.map((_, place) => (place === unit ? 0 : random.integer(-16, 16) / 8));
    const rest = margin * (y[index] as number) - dot(w, point);
    return point.map((value, place) => (place === unit ? rest : value));
  });
  return { w, x, y };
}

/** The same points, labels and number of coordinates, with w = 0. */
export function withoutWeights({ w, x, y }: LinearProbe): LinearProbe {
  return { w: w.map(() => 0), x, y };
}

/** Points and weights with opposite signs: the same margins and norms, and any displacement has the opposite effect. */
export function opposite({ w, x, y }: LinearProbe): LinearProbe {
  const negated = (vector: Vector): Vector => vector.map((value) => -value);
  return { w: negated(w), x: x.map(negated), y };
}

/** The other labels at opposite points: the same margins. */
export function mirrored({ w, x, y }: LinearProbe): LinearProbe {
  return { w, x: x.map((point) => point.map((value) => -value)), y: y.map((label) => -label) };
}

/** Weights twice as long at points half as far: the same margins. */
export function stretched({ w, x, y }: LinearProbe): LinearProbe {
  return { w: w.map((weight) => 2 * weight), x: x.map((point) => point.map((value) => value / 2)), y };
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
  const count = (size: number, noun: string): string => `${size} ${noun}${size === 1 ? "" : "s"}`;
  return `${count(x.length, "point")} in ${count(w.length, "dimension")}${w.every((weight) => weight === 0) ? " with w = 0" : ""}`;
}
