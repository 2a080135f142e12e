import { clip, minus, norm2, type Vector } from "./vectors.ts";

/**
 * The points that count as a candidate's projection onto an l2 ball and the box [0, 1]. They differ only where the candidate
 * is outside of both.
 */
export interface BallAndBox {
  readonly ballThenBox: Vector;
  readonly boxThenBall: Vector;
  /** The nearest point of the intersection. */
  readonly nearest: Vector;
}

export function intoBallAndBox(candidate: Vector, centre: Vector, epsilon: number): BallAndBox {
  return {
    ballThenBox: intoBall(candidate, centre, epsilon).map(clip),
    boxThenBall: intoBall(candidate.map(clip), centre, epsilon),
    nearest: nearestInBoth(candidate, centre, epsilon),
  };
}

/** x + delta min(1, epsilon / ||delta||_2) */
function intoBall(candidate: Vector, centre: Vector, epsilon: number): Vector {
  const delta = minus(candidate, centre);
  const length = norm2(delta);
  return length <= epsilon ? candidate : towards(centre, delta, epsilon / length);
}

/** By the conditions of Karush, Kuhn and Tucker: clip(x + s delta) with the largest s <= 1 that stays in the ball. */
function nearestInBoth(candidate: Vector, centre: Vector, epsilon: number): Vector {
  const delta = minus(candidate, centre);
  const at = (part: number): Vector => towards(centre, delta, part).map(clip);
  let [low, high] = [0, 1];
  if (norm2(minus(at(high), centre)) <= epsilon) return at(high);
  for (let round = 0; round < ROUNDS; round += 1) {
    const middle = (low + high) / 2;
    if (norm2(minus(at(middle), centre)) <= epsilon) low = middle;
    else high = middle;
  }
  return at(low);
}

/** Halvings: candidates are up to a million times as far as the ball reaches. */
const ROUNDS = 50;

function towards(centre: Vector, delta: Vector, part: number): Vector {
  return centre.map((pixel, index) => pixel + part * (delta[index] as number));
}
