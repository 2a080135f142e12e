import type { Random } from "@robustness-lab/fixtures";
import type { Submission } from "../../run/observation.ts";
import { check, PASSED } from "../check.ts";
import { claim, claimClose, claimEach, show } from "../claims.ts";
import type { ImageShape } from "../expected/layers.ts";
import {
  coincidences,
  distanceBound,
  distanceFromUniform,
  lagProducts,
  meanBound,
  missedShare,
  varianceBound,
} from "../expected/statistics.ts";
import { dot, mean, norm2, type Vector } from "../expected/vectors.ts";
import * as images from "../probes/images.ts";
import { claimClipped, claimFar } from "./clipped-starts.ts";
import { claimFollowsSeed } from "./seeded-starts.ts";
import { ALARM, ROUNDING, start, type Start } from "./start-calls.ts";

/*
 * Exercise 2.7. Draws are judged around images between 0.4 and 0.6, each pixel another one, where nothing is clipped. Two
 * radii are asked, and none. Whether the same seed gives the same noise for other images or radii is left open: a right
 * program may draw for each pixel between bounds, or until a draw is in the ball.
 */

check("randomStartLinf.uniform", async ({ submission, random, seed }) => {
  const many = { count: 8, shape: [16, 15, 2], epsilon: random.uniform(0.3, 0.35) } as const;
  const one = { count: 1, shape: [20, 12, 2], epsilon: random.uniform(0.05, 0.1) } as const;
  const claims = [
    async () => claimIndependent(await drawLinf(submission, { ...many, random, seed }), many.shape),
    async () => drawLinf(submission, { ...one, random, seed }),
    async () => claimNoRadius(submission, "randomStartLinf", random, seed),
  ];
  await claimEach(claims, async (judge) => {
    await judge();
  });
  return PASSED;
});

interface Draw {
  readonly random: Random;
  readonly seed: number;
  readonly count: number;
  readonly shape: ImageShape;
  readonly epsilon: number;
}

const LINF = "randomStartLinf: the displacements";

/** Draws starts, and claims that they are uniform in the ball as a whole, in each image and in each channel. */
async function drawLinf(submission: Submission, draw: Draw): Promise<readonly Vector[]> {
  const { random, seed, count, shape, epsilon } = draw;
  const centres = images.drawImages(random, count, shape, 0.4, 0.6);
  const asked = `randomStartLinf of ${count} images with epsilon = ${show(epsilon)}`;
  const moved = images.displacements(
    centres,
    await start(submission, "randomStartLinf", centres, epsilon, seed, asked),
  );
  const drawn = moved.map((row) => row.map((by) => by / epsilon));
  const all = drawn.flat();
  const largest = Math.max(...all.map(Math.abs)) * epsilon;
  claim(largest <= epsilon + ROUNDING, `${asked}: a pixel moved by ${show(largest)}`);
  const missed = 2 * missedShare(all.length, ALARM) + ROUNDING / epsilon;
  claim(Math.max(...all) >= 1 - missed, `${asked}: no pixel moved up as far as it may`);
  claim(Math.min(...all) <= -1 + missed, `${asked}: no pixel moved down as far as it may`);
  claimUniform(all.map(toShare), `${asked}: the displacements`);
  drawn.forEach((row, image) => claimUniform(row.map(toShare), `${asked}: the displacements of image ${image}`));
  for (let channel = 0; channel < shape[2]; channel += 1) {
    const ofChannel = all.filter((_, place) => place % shape[2] === channel);
    claimUniform(ofChannel.map(toShare), `${asked}: the displacements of channel ${channel}`);
  }
  return drawn;
}

function toShare(draw: number): number {
  return (draw + 1) / 2;
}

/** Claims that no draw is used twice, up to its sign, and that neighbours of all kinds are uncorrelated. */
function claimIndependent(rows: readonly Vector[], [height, width, channels]: ImageShape): void {
  const drawn = rows.flat();
  const repeated = coincidences(drawn.map(Math.abs), REPEATED);
  claim(repeated <= drawn.length / 10, `${LINF}: ${repeated} of ${drawn.length} draws were used before`);
  const image = height * width * channels;
  const lags = { channel: 1, column: channels, row: width * channels, image };
  for (const [name, lag] of Object.entries(lags)) {
    claimNoMean(lagProducts(drawn, lag), `${LINF} of a pixel and of the one in the next ${name}`);
  }
}

/** Rounding makes equal draws differ by less. Of 3840 draws about 25 come as close by chance, of 480 copies all. */
const REPEATED = 6e-7;

check("randomStartLinf.box", async ({ submission, random, seed }) => {
  await claimEach([claimClipped, claimFar, claimFollowsSeed], (judge) =>
    judge(submission, "randomStartLinf", random, seed),
  );
  return PASSED;
});

check("randomStartL2.radius", async ({ submission, random, seed }) => {
  const claims = [
    ...BALLS.map((ball) => () => claimRadius(submission, ball, random, seed)),
    () => claimNoRadius(submission, "randomStartL2", random, seed),
  ];
  await claimEach(claims, (judge) => judge());
  return PASSED;
});

type Ball = Pick<Draw, "count" | "shape" | "epsilon">;

/**
 * In one dimension the exponent tells, and so does a constant that is there against 0 / 0; in many dimensions their number:
 * each side of an image is another one.
 */
const BALLS: readonly Ball[] = [
  { count: 1800, shape: [1, 1, 1], epsilon: 0.35 },
  { count: 600, shape: [5, 2, 2], epsilon: 0.2 },
  { count: 60, shape: [7, 8, 2], epsilon: 0.7 },
];

async function claimRadius(submission: Submission, ball: Ball, random: Random, seed: number): Promise<void> {
  const { count, shape, epsilon } = ball;
  const asked = `randomStartL2 of ${count} images [${shape.join(", ")}] with epsilon = ${epsilon}`;
  const lengths = (await drawL2(submission, ball, random, seed)).map((delta) => norm2(delta) / epsilon);
  const longest = Math.max(...lengths) * epsilon;
  claim(longest <= epsilon + ROUNDING, `${asked}: an image moved by ${show(longest)}`);
  // P(length < r) = (r / epsilon)^d: that power of the length is uniform.
  const fractions = lengths.map((length) => Math.min(1, length ** images.pixelsOf(shape)));
  claimUniform(fractions, `${asked}: the lengths of the displacements`);
  const neighbours = lagProducts(
    fractions.map((part) => 2 * part - 1),
    1,
  );
  claimNoMean(neighbours, `${asked}: the lengths of neighbouring images`);
}

/** The displacements of starts, image by image. */
async function drawL2(
  submission: Submission,
  { count, shape, epsilon }: Ball,
  random: Random,
  seed: number,
): Promise<readonly Vector[]> {
  const centres = images.drawImages(random, count, shape, 0.45, 0.55);
  const asked = `randomStartL2 of ${count} images with epsilon = ${epsilon}`;
  return images.displacements(centres, await start(submission, "randomStartL2", centres, epsilon, seed, asked));
}

check("randomStartL2.direction", async ({ submission, random, seed }) => {
  const claims = [
    async () =>
      claimFlat(await directionsOf(submission, { count: 1500, shape: [1, 2, 1], epsilon: 0.15 }, random, seed)),
    async () => claimRound(await directionsOf(submission, ROUND, random, seed), ROUND.shape),
    () => claimClipped(submission, "randomStartL2", random, seed),
    () => claimFar(submission, "randomStartL2", random, seed),
    () => claimFollowsSeed(submission, "randomStartL2", random, seed),
  ];
  await claimEach(claims, (judge) => judge());
  return PASSED;
});

const ROUND: Ball = { count: 1600, shape: [2, 3, 2], epsilon: 0.12 };
const DIRECTIONS = "randomStartL2 of grey images: the directions of the displacements";

async function directionsOf(
  submission: Submission,
  ball: Ball,
  random: Random,
  seed: number,
): Promise<readonly Vector[]> {
  const moved = await drawL2(submission, ball, random, seed);
  claim(
    moved.every((delta) => norm2(delta) > ROUNDING),
    `${DIRECTIONS}: an image did not move`,
  );
  return moved.map((delta) => delta.map((by) => by / norm2(delta)));
}

/** For two pixels: the angle is uniform. */
function claimFlat(directions: readonly Vector[]): void {
  const turns = directions.map(([x = 0, y = 0]) => Math.atan2(y, x) / (2 * Math.PI) + 0.5);
  claimUniform(turns, `${DIRECTIONS}, of images of two pixels`);
}

/**
 * For d pixels: each is 0 on average, as is the brightness, and as large as the others, they are uncorrelated within an image
 * and between neighbouring images, and there is no preference for the corners or the faces of a cube.
 */
function claimRound(directions: readonly Vector[], [, width, channels]: ImageShape): void {
  const d = directions[0]?.length ?? 0;
  const of = `${DIRECTIONS}, of images of ${d} pixels`;
  // Moments of a uniform direction: E x^2 = 1 / d, E x^4 = 3 / (d (d + 2)), and so on.
  const fourth = 3 / (d * (d + 2));
  for (let pixel = 0; pixel < d; pixel += 1) {
    const ofPixel = directions.map((direction) => direction[pixel] as number);
    claimNoMean(ofPixel, `${of}: pixel ${pixel}`, 1 / d);
    const squares = ofPixel.map((value) => value ** 2 - 1 / d);
    claimNoMean(squares, `${of}: the squares of pixel ${pixel}`, fourth - 1 / d ** 2);
  }
  const brightness = directions.map((direction) => mean(direction) * Math.sqrt(d));
  claimNoMean(brightness, `${of}: brightness`, 1 / d);
  const peaks = directions.map((direction) => direction.reduce((sum, value) => sum + value ** 4, 0) - d * fourth);
  const ofPeaks = (105 + 9 * (d - 1)) / ((d + 2) * (d + 4) * (d + 6)) - (d * fourth) ** 2;
  claimNoMean(peaks, `${of}: corners and faces of a cube`, ofPeaks);
  for (const lag of [1, channels, width * channels]) {
    const products = directions.map((direction) => lagProducts(direction, lag).reduce((sum, value) => sum + value, 0));
    claimNoMean(products, `${of}: pixels ${lag} apart`);
  }
  const along = directions.slice(1).map((direction, place) => dot(direction, directions[place] as Vector));
  claimNoMean(along, `${of}: neighbouring images`);
}

/** Claims that a start with epsilon = 0 is the images, also after one of the same shape and seed that had to differ. */
async function claimNoRadius(submission: Submission, name: Start, random: Random, seed: number): Promise<void> {
  const centres = images.drawImages(random, 2, [2, 3, 1], 0.2, 0.8);
  const asked = `${name} with epsilon = 0`;
  const around = await start(submission, name, centres, 0.2, seed, asked);
  const started = await start(submission, name, centres, 0, seed, asked);
  const pixels = images.toArgument(centres).data;
  claimClose(started, pixels, asked, { relative: 0, absolute: ROUNDING });
  const isAlive = around.values.some((value, place) => Math.abs(value - (pixels[place] as number)) > ROUNDING);
  claim(isAlive, `${name} with epsilon = 0.2: no pixel moved`);
}

function claimUniform(values: readonly number[], what: string): void {
  const distance = distanceFromUniform(values);
  const bound = distanceBound(values.length, ALARM);
  claim(
    distance <= bound,
    `${what} are not those of a uniform draw from the ball: the distribution of ${values.length} of them is off by ${show(distance)} (allowed: ${show(bound)})`,
  );
}

/** @param variance of the values, where it is known; absolute values are at most 1 */
function claimNoMean(values: readonly number[], what: string, variance?: number): void {
  const found = mean(values);
  const { length } = values;
  const bound = variance === undefined ? meanBound(length, ALARM) : varianceBound(length, ALARM, variance, 1);
  claim(
    Math.abs(found) <= bound,
    `${what} are not balanced: a mean that should be near 0 is ${show(found)} (allowed: up to ${show(bound)})`,
  );
}
