import type { Random } from "@robustness-lab/fixtures";
import { check, PASSED } from "../check.ts";
import { claim, claimClose, claimEach, show, type Numbers, type Tolerance } from "../claims.ts";
import type { ImageShape } from "../expected/layers.ts";
import { clip, intoTube, minus, norm2, type Vector } from "../expected/vectors.ts";
import { atLengths, atReaches, edgedImages, listsOf, REACHES, type Problem } from "../probes/candidates.ts";
import * as images from "../probes/images.ts";
import { claimInBox, claimProjected, claimRow, clippedRow, project, ROUNDING } from "./projection-calls.ts";

/*
 * Exercise 2.6. Ball then box, box then ball and the exact projection onto their intersection are all right. The checks of
 * the ball clip what was returned, so that a forgotten box costs the check of the box only; that one asks candidates on the
 * same sides of ball and box.
 *
 * Not asked: wrong shapes, pixels and radii (the given code throws); candidates beyond 1000 times the ball to full precision,
 * since a right sum of differences loses the ball there.
 */

/** The largest distance from 0 and 1 that is near them, however large the ball is. */
const NEAR = 0.3;

check("projectLinf.ball", async ({ submission, random }) => {
  await claimEach(linfProblems(random), async (problem) => {
    const asked = `projectLinf with epsilon = ${show(problem.epsilon)} of ${problem.centres.rows.length} candidates on all sides of ball and box`;
    const projected = await project(submission, "projectLinf", problem, asked);
    const centres = listsOf(problem.centres);
    const expected = listsOf(problem.candidate).flatMap((row, image) =>
      intoTube(row, centres[image] as Vector, problem.epsilon),
    );
    const clipped = { ...projected, values: projected.values.map(clip) };
    claimClose(clipped, expected, `${asked}, clipped to [0, 1]`, differenceRounding(problem.candidate));
  });
  return PASSED;
});

/** Each of the arguments alone is another one; then no ball, and a ball around the whole box. */
function linfProblems(random: Random): readonly Problem[] {
  const shape: ImageShape = [5, 7, 3];
  const epsilon = random.uniform(0.15, 0.25);
  const [centres, others] = [edgedImages(random, 2, shape, epsilon), images.drawImages(random, 2, shape, 0, 1)];
  const candidate = atReaches(centres, REACHES, epsilon);
  const one = edgedImages(random, 1, shape, epsilon);
  return [
    { candidate, centres, epsilon },
    { candidate, centres, epsilon: epsilon * random.uniform(0.4, 0.6) },
    { candidate, centres: others, epsilon },
    { candidate: atReaches(others, REACHES, epsilon), centres, epsilon },
    { candidate: atReaches(one, REACHES, epsilon), centres: one, epsilon: 0 },
    { candidate: atReaches(one, REACHES, epsilon), centres: one, epsilon: random.uniform(1.1, 1.4) },
  ];
}

/** A difference of a candidate and a pixel rounds by 6e-8 of the candidate. */
function differenceRounding(candidate: images.Images): Tolerance {
  const largest = Math.max(
    ...candidate.rows.map((row) => row.reduce((most, pixel) => Math.max(most, Math.abs(pixel)), 0)),
  );
  return { relative: 0, absolute: ROUNDING.absolute + 2.5e-7 * largest };
}

check("projectLinf.box", async ({ submission, random }) => {
  await claimEach([random.uniform(0.21, 0.24), random.uniform(1.1, 1.2)], async (epsilon) => {
    const centres = edgedImages(random, 1, [5, 7, 3], Math.min(epsilon, NEAR));
    const askedInside = `projectLinf of candidates within epsilon = ${show(epsilon)} of an image near 0 and 1`;
    const inside = { candidate: atReaches(centres, [0, 0.4, -0.4], epsilon), centres, epsilon };
    const kept = await project(submission, "projectLinf", inside, askedInside);
    claimInBox(kept, askedInside);
    claimClose(kept, clippedRow(inside.candidate, 0), askedInside, ROUNDING);
    const asked = `projectLinf with epsilon = ${show(epsilon)} of candidates inside and outside of the ball, near 0 and 1`;
    const mixed = { candidate: atReaches(centres, REACHES, epsilon), centres, epsilon };
    const projected = await project(submission, "projectLinf", mixed, asked);
    claimInBox(projected, asked);
    if (epsilon < 1) claimSomeMoved(mixed, projected, asked);
  });
  const huge = images.imagesOf(1, [2, 3, 1], (_, pixel) => (pixel % 2 === 0 ? 1e30 : -1e30));
  const centres = edgedImages(random, 1, [2, 3, 1], NEAR);
  const asked = "projectLinf of candidates of 1e30 and -1e30";
  claimInBox(await project(submission, "projectLinf", { candidate: huge, centres, epsilon: NEAR }, asked), asked);
  return PASSED;
});

/** Claims that not every candidate from outside of the ball, in the box, came back as it was. */
function claimSomeMoved({ candidate, centres, epsilon }: Problem, projected: Numbers, asked: string): void {
  const starts = listsOf(candidate).flat();
  const around = listsOf(centres).flat();
  const moved = projected.values.some((pixel, place) => {
    const start = starts[place] as number;
    return (
      clip(start) === start &&
      Math.abs(start - (around[place] as number)) > 1.01 * epsilon &&
      Math.abs(pixel - start) > 1e-3
    );
  });
  claim(moved, `${asked}: no candidate from outside of the ball was moved`);
}

check("projectL2.ball", async ({ submission, random }) => {
  await claimEach(l2Problems(random), async (problem) => {
    const asked = `projectL2 with epsilon = ${show(problem.epsilon)} of ${problem.centres.rows.length} candidates outside of the ball, in and out of the box`;
    const projected = await project(submission, "projectL2", problem, asked);
    images.rowsOf(projected).forEach((row, image) => claimProjected(problem, image, row.map(clip), asked));
  });
  return PASSED;
});

/** Just outside and far outside of the ball, around images in the middle and at the edges; then each argument alone. */
function l2Problems(random: Random): readonly Problem[] {
  const shape: ImageShape = [4, 3, 2];
  const epsilon = random.uniform(0.2, 0.3);
  const middle = images.drawImages(random, 3, shape, 0.4, 0.6);
  const edged = edgedImages(random, 4, shape, epsilon);
  const others = images.drawImages(random, 3, shape, 0.2, 0.8);
  const candidate = atLengths(
    random,
    middle,
    [1.02, 1.5, 4].map((part) => part * epsilon),
  );
  // Below any constant that keeps a radius from 0, but one that is there for rounding.
  const tiny = epsilon * random.uniform(4e-4, 6e-4);
  const one = edgedImages(random, 1, shape, epsilon);
  const far = atLengths(random, one, [20 * epsilon]);
  return [
    { candidate, centres: middle, epsilon },
    { candidate: atLengths(random, middle, [3 * tiny, 1.5 * tiny, epsilon]), centres: middle, epsilon: tiny },
    { candidate, centres: others, epsilon },
    { candidate: atLengths(random, others, [epsilon * 4]), centres: middle, epsilon },
    {
      candidate: atLengths(
        random,
        edged,
        [1.02, 3, 8, 20].map((part) => part * epsilon),
      ),
      centres: edged,
      epsilon,
    },
    { candidate: far, centres: one, epsilon: 0 },
    { candidate: far, centres: one, epsilon: random.uniform(1, 1.2) },
  ];
}

check("projectL2.inside", async ({ submission, random }) => {
  // Those inside and those outside of the ball in turn, all in the box if inside; then a radius above 1.
  const cases = [
    { epsilon: random.uniform(0.26, 0.29), parts: [0.05, 12, 0.4, 20, 0.99, 16] },
    { epsilon: random.uniform(1.15, 1.3), parts: [0.3, 0.2] },
  ];
  await claimEach(cases, async ({ epsilon, parts }) => {
    const centres = images.drawImages(random, parts.length, [4, 5, 2], 0.4, 0.6);
    const lengths = parts.map((part) => part * epsilon);
    const problem = { candidate: atLengths(random, centres, lengths), centres, epsilon };
    const asked = `projectL2 with epsilon = ${show(epsilon)} of candidates inside and outside of the ball`;
    const projected = await project(submission, "projectL2", problem, asked);
    parts.forEach((part, row) => {
      const candidate = problem.candidate.rows[row] as Float32Array;
      if (part < 1) claimRow(projected, row, [...candidate], `${asked}: those inside`);
      else claimShortened(problem, projected, row, asked);
    });
  });
  return PASSED;
});

check("projectL2.box", async ({ submission, random }) => {
  await claimEach([random.uniform(0.26, 0.29), random.uniform(0.82, 0.88)], async (epsilon) => {
    const centres = edgedImages(random, 1, [4, 5, 1], Math.min(epsilon, NEAR));
    const inside = atLengths(random, centres, [epsilon * (1 - 1e-6)]);
    const askedInside = `projectL2 of a candidate within epsilon = ${show(epsilon)} of an image near 0 and 1`;
    const kept = await project(submission, "projectL2", { candidate: inside, centres, epsilon }, askedInside);
    claimInBox(kept, askedInside);
    claimClose(kept, clippedRow(inside, 0), askedInside, { relative: 0, absolute: 1e-5 });
    const asked = `projectL2 of a candidate that is far from an image near 0 and 1, with epsilon = ${show(epsilon)}`;
    const length = epsilon < 0.5 ? 12 : 1e4;
    const problem = { candidate: atLengths(random, centres, [length]), centres, epsilon };
    const projected = await project(submission, "projectL2", problem, asked);
    claimInBox(projected, asked);
    claimNearer(problem, projected, 0, asked);
  });
  return PASSED;
});

check("projectL2.centre", async ({ submission, random }) => {
  const centres = images.drawImages(random, 2, [4, 4, 1], 0.4, 0.6);
  const far = atLengths(random, centres, [3]);
  const candidate = { ...far, rows: [centres.rows[0] as Float32Array, far.rows[1] as Float32Array] };
  const asked = "projectL2 of a candidate that is its image, and of one that is far";
  const problem = { candidate, centres, epsilon: 0.1 };
  const projected = await project(submission, "projectL2", problem, asked);
  claimRow(projected, 0, [...(centres.rows[0] as Float32Array)], `${asked}: the first`);
  claimShortened(problem, projected, 1, asked);
  // Whatever norm is taken, a ball of radius 0.1 leaves far less than half of a displacement of length 3.
  const [before, after] = [clippedRow(candidate, 1), images.rowsOf(projected)[1] as Vector];
  const isNear = distanceFrom(centres, after, 1) < 0.45 * distanceFrom(centres, before, 1);
  claim(isNear, `${asked}: the second stayed far from its image`);
  const askedZero = "projectL2 of candidates that are their images, with epsilon = 0";
  const stayed = await project(submission, "projectL2", { candidate: centres, centres, epsilon: 0 }, askedZero);
  claimClose(stayed, listsOf(centres).flat(), askedZero, ROUNDING);
  return PASSED;
});

/** Claims that a candidate from outside of the ball came nearer to its image, but did not become it. */
function claimShortened(problem: Problem, projected: Numbers, row: number, asked: string): void {
  claimNearer(problem, projected, row, asked);
  const after = distanceFrom(problem.centres, images.rowsOf(projected)[row] as Vector, row);
  claim(after > 1e-3, `${asked}: candidate ${row}, from outside of the ball, became its image`);
}

/** Claims that a candidate from outside of the ball came nearer to its image than the box alone brings it. */
function claimNearer({ candidate, centres }: Problem, projected: Numbers, row: number, asked: string): void {
  const before = distanceFrom(centres, clippedRow(candidate, row), row);
  const after = distanceFrom(centres, images.rowsOf(projected)[row] as Vector, row);
  claim(
    after < before - 1e-3,
    `${asked}: candidate ${row}, from outside of the ball, did not come nearer to its image`,
  );
}

function distanceFrom(centres: images.Images, point: Vector, row: number): number {
  return norm2(minus(point, [...(centres.rows[row] as Float32Array)]));
}
