import { mean, type Vector } from "../expected/vectors.ts";
import { marginsOf, type LinearProbe } from "./linear-problem.ts";

/* What known wrong programs take for the margins, so that problems can be drawn on which each of them shows. */

const OF_ENTRIES: readonly ((entry: number) => number)[] = [
  (entry) => entry + 0.1,
  (entry) => entry ** 2,
  Math.abs,
  Math.trunc,
  () => 1,
];

const TRUNCATED = OF_ENTRIES.indexOf(Math.trunc);

/** Of a list of numbers, or of rows. */
const OF_ORDER: readonly (<T>(list: readonly T[], mean: T) => readonly T[])[] = [
  (list) => list.toReversed(),
  (list) => list.map(() => list[0] as (typeof list)[number]),
  (list, mean) => list.map(() => mean),
];

/** Margins by what is mistaken for another. */
interface WrongMargins {
  readonly weights: readonly Vector[];
  readonly coordinates: readonly Vector[];
  readonly points: readonly Vector[];
  readonly labels: readonly Vector[];
  readonly scores: readonly Vector[];
  readonly margins: readonly Vector[];
}

/** The margins of a problem of which one part is changed. */
export function wrongMargins(probe: LinearProbe): WrongMargins {
  const { w, x, y } = probe;
  const margins = marginsOf(probe);
  const scores = margins.map((margin, point) => margin * (y[point] as number));
  const byLabels = (changed: Vector): Vector => changed.map((score, point) => score * (y[point] as number));
  const meanPoint = w.map((_, place) => mean(x.map((point) => point[place] as number)));
  return {
    weights: changed(w).map((other) => marginsOf({ ...probe, w: other })),
    coordinates: [
      ...OF_ENTRIES.map((change) => marginsOf({ ...probe, x: x.map((point) => point.map(change)) })),
      marginsOf({ ...probe, x: x.map(() => w) }),
    ],
    points: OF_ORDER.map((change) => marginsOf({ ...probe, x: change(x, meanPoint) })),
    // Truncated labels are the same.
    labels: changed(y)
      .toSpliced(TRUNCATED, 1)
      .map((other) => marginsOf({ ...probe, y: other })),
    scores: changed(scores).map(byLabels),
    margins: changed(margins),
  };
}

function changed(list: Vector): readonly Vector[] {
  return [...OF_ENTRIES.map((change) => list.map(change)), ...OF_ORDER.map((change) => change(list, mean(list)))];
}
