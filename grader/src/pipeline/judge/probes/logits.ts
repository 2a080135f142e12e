import type { Random } from "@robustness-lab/fixtures";
import { floats, integers } from "../../run/protocol/values.ts";
import { accuracy, type Logits } from "../expected/cross-entropy.ts";
import type { Vector } from "../expected/vectors.ts";
import { redraw, shuffled } from "./draws.ts";

/** Logits [n, k], exact in float32, and a label for each row. */
export interface Scores {
  readonly logits: Logits;
  readonly labels: Vector;
}

export interface Size {
  readonly n: number;
  readonly k: number;
}

/** Logits from a function. */
export function matrix({ n, k }: Size, entry: () => number): Logits {
  return Array.from({ length: n }, () => Array.from({ length: k }, () => Math.fround(entry())));
}

/** A class for each row: in random order, and each as often as the others or once more. */
export function spreadLabels(random: Random, { n, k }: Size): Vector {
  const classes = shuffled(
    random,
    Array.from({ length: k }, (_, label) => label),
  );
  return shuffled(
    random,
    Array.from({ length: n }, (_, row) => classes[row % k] as number),
  );
}

/** Raises one logit of each row by `gap`, above all others. Each class wins as often as the others or once more. */
export function withWinners(random: Random, logits: Logits, gap: number): Logits {
  const winners = spreadLabels(random, { n: logits.length, k: logits[0]?.length ?? 0 });
  return logits.map((row, index) =>
    row.map((logit, column) => (column === winners[index] ? Math.fround(logit + gap) : logit)),
  );
}

/** So many rows that wrong classes can be told by the number of hits. */
const TELLING = 10;

/**
 * Labels with which `hits` rows are right. In ten rows or more, they are drawn until each known way to take another class than
 * that of the largest logit gives another number of hits.
 */
export function labelsWith(random: Random, logits: Logits, hits: number): Vector {
  const k = logits[0]?.length ?? 0;
  const winners = logits.map(placeOfLargest);
  const wrong = logits.length < TELLING ? [] : wrongClasses(logits);
  return redraw("labels that tell right classes from wrong ones", () => {
    const isHit = shuffled(
      random,
      winners.map((_, row) => row < hits),
    );
    const labels = winners.map((winner, row) => (isHit[row] ? winner : (winner + random.integer(1, k - 1)) % k));
    const right = accuracy(logits, labels);
    const tells = wrong.every((classes) => share(classes, labels) !== right);
    return tells && (logits.length < TELLING || hasRunnerUp(logits, labels)) ? labels : undefined;
  });
}

/** The classes of the rows by known mistakes, if they are not right by chance. */
function wrongClasses(logits: Logits): readonly Vector[] {
  const classes = logits.map(placeOfLargest);
  return [
    ...(logits[0] ?? []).map((_, constant) => classes.map(() => constant)),
    logits.map((row) => row.indexOf(Math.min(...row))),
    logits.map((row) => placeOfLargest(row.map(Math.abs))),
    logits.map((row) => placeOfLargest(row.map(sigmoid))),
    logits.map((row) => placeOfLargest(row.slice(0, -1))),
    logits.map((row) => 1 + placeOfLargest(row.slice(1))),
    logits.map((row) => placeOfLargest(row.map((logit) => Math.max(0, logit)))),
    [...classes.slice(1), classes[0] as number],
    ...(logits[0]?.length === logits.length
      ? [logits.map((_, column) => placeOfLargest(logits.map((row) => row[column] as number)))]
      : []),
  ].filter((wrong) => wrong.some((label, row) => label !== classes[row]));
}

/** Whether a label is the second best class of its row, which is not enough. */
function hasRunnerUp(logits: Logits, labels: Vector): boolean {
  return labels.some(
    (label, row) => (logits[row] ?? []).filter((logit) => logit > at(logits, row, label)).length === 1,
  );
}

function at(logits: Logits, row: number, column: number): number {
  return logits[row]?.[column] as number;
}

/** In float32, where it is 1 above 17 and 0 below -104. */
function sigmoid(logit: number): number {
  return Math.fround(1 / (1 + Math.exp(-logit)));
}

function share(classes: Vector, labels: Vector): number {
  return classes.filter((label, row) => label === labels[row]).length / labels.length;
}

function placeOfLargest(row: Vector): number {
  return row.indexOf(Math.max(...row));
}

export function toArguments({ logits, labels }: Scores) {
  return [floats([logits.length, logits[0]?.length ?? 0], logits.flat()), integers([labels.length], labels)] as const;
}

/** "[9, 5]" */
export function shapeOf({ logits }: Scores): string {
  return `[${logits.length}, ${logits[0]?.length ?? 0}]`;
}
