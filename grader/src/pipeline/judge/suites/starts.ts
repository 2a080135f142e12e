import { deriveSeed } from "@robustness-lab/fixtures";
import type { Submission } from "../../run/observation.ts";
import { check, PASSED } from "../check.ts";
import { claim, claimEach, returnedTensor, show, type Numbers } from "../claims.ts";
import type { ImageShape } from "../expected/layers.ts";
import { distanceBound, distanceFromUniform, lagProducts, meanBound } from "../expected/statistics.ts";
import { dot, mean, norm2, normInf, type Vector } from "../expected/vectors.ts";
import * as images from "../probes/images.ts";

/*
 * Exercise 2.7. Draws are judged on mid grey images, where nothing is clipped. For an exact sampler each statistic gives a
 * false alarm with a probability of at most ALARM. There are fewer than fifty of them, so fewer than one in a million right
 * submissions lose a point.
 */

const ALARM = 2e-8;
const GREY = 0.5;
/** Float32 at pixels near 0.5: 0.5 + delta - 0.5 is off by up to 6e-8. */
const ROUNDING = 1e-6;

type Start = "randomStartLinf" | "randomStartL2";

check("randomStartLinf.uniform", async ({ submission, seed }) => {
  const shape: ImageShape = [16, 15, 2];
  const epsilon = 0.2;
  const grey = images.imagesOf(8, shape, () => GREY);
  const asked = `randomStartLinf of ${grey.rows.length} grey images with epsilon = ${epsilon}`;
  const moved = images.displacements(grey, await start(submission, "randomStartLinf", grey, epsilon, seed, asked));
  const drawn = moved.flat().map((by) => by / epsilon);
  const largest = Math.max(...drawn.map(Math.abs)) * epsilon;
  claim(largest <= epsilon + ROUNDING, `${asked}: a pixel moved by ${show(largest)}`);
  claimUniform(
    drawn.map((draw) => (draw + 1) / 2),
    `${asked}: the displacements`,
  );
  const [, width, channels] = shape;
  const image = images.pixelsOf(shape);
  const lags = { channel: 1, column: channels, row: width * channels, image, "image but one": 2 * image };
  for (const [name, lag] of Object.entries(lags)) {
    claimNoMean(lagProducts(drawn, lag), `${asked}: the displacements of a pixel and of the one in the next ${name}`);
  }
  return PASSED;
});

check("randomStartLinf.box", async (context) => {
  await claimInBox(context.submission, "randomStartLinf", 0.3, context.seed);
  return PASSED;
});

check("randomStartL2.radius", async ({ submission, seed }) => {
  await claimEach(BALLS, async ({ count, shape }) => {
    const epsilon = 0.3;
    const dimensions = images.pixelsOf(shape);
    const grey = images.imagesOf(count, shape, () => GREY);
    const asked = `randomStartL2 of ${count} grey images [${shape.join(", ")}] with epsilon = ${epsilon}`;
    const moved = images.displacements(grey, await start(submission, "randomStartL2", grey, epsilon, seed, asked));
    const lengths = moved.map((delta) => norm2(delta) / epsilon);
    const longest = Math.max(...lengths) * epsilon;
    claim(longest <= epsilon + ROUNDING, `${asked}: an image moved by ${show(longest)}`);
    // P(length < r) = (r / epsilon)^d: that power of the length is uniform.
    const fractions = lengths.map((length) => Math.min(1, length ** dimensions));
    claimUniform(fractions, `${asked}: the lengths of the displacements`);
    claimNoMean(
      lagProducts(
        fractions.map((part) => 2 * part - 1),
        1,
      ),
      `${asked}: the lengths of neighbouring images`,
    );
  });
  return PASSED;
});

const BALLS: readonly { readonly count: number; readonly shape: ImageShape }[] = [
  { count: 3000, shape: [1, 1, 2] },
  { count: 1500, shape: [3, 3, 1] },
  { count: 800, shape: [4, 4, 3] },
];

check("randomStartL2.direction", async ({ submission, seed }) => {
  const claims = [
    async () => claimFlat(await directionsOf(submission, 8000, [1, 2, 1], seed)),
    async () => claimRound(await directionsOf(submission, 1500, [2, 3, 2], seed), [2, 3, 2]),
    () => claimInBox(submission, "randomStartL2", 0.3, seed),
  ];
  await claimEach(claims, (judge) => judge());
  return PASSED;
});

const DIRECTIONS = "randomStartL2 of grey images: the directions of the displacements";

async function directionsOf(
  submission: Submission,
  count: number,
  shape: ImageShape,
  seed: number,
): Promise<readonly Vector[]> {
  const grey = images.imagesOf(count, shape, () => GREY);
  const moved = images.displacements(grey, await start(submission, "randomStartL2", grey, 0.3, seed, DIRECTIONS));
  claim(
    moved.every((delta) => norm2(delta) > 0),
    `${DIRECTIONS}: an image did not move`,
  );
  return moved.map((delta) => delta.map((by) => by / norm2(delta)));
}

/** For two pixels: the angle is uniform. The mean of cos(4 angle) detects a preference for the corners of the square. */
function claimFlat(directions: readonly Vector[]): void {
  const angles = directions.map(([x = 0, y = 0]) => Math.atan2(y, x));
  claimUniform(
    angles.map((angle) => angle / (2 * Math.PI) + 0.5),
    `${DIRECTIONS}, of images of two pixels`,
  );
  const corners = angles.map((angle) => Math.cos(4 * angle));
  claimNoMean(corners, `${DIRECTIONS}, of images of two pixels: corners and sides of a square`);
}

/** For more pixels: coordinates have mean 0 and are uncorrelated, within an image and between neighbouring images. */
function claimRound(directions: readonly Vector[], [, width, channels]: ImageShape): void {
  const of = `${DIRECTIONS}, of images of ${directions[0]?.length ?? 0} pixels`;
  directions[0]?.forEach((_, pixel) => {
    claimNoMean(
      directions.map((direction) => direction[pixel] as number),
      `${of}: pixel ${pixel}`,
    );
  });
  for (const lag of [1, channels, width * channels]) {
    const products = directions.map((direction) => lagProducts(direction, lag).reduce((sum, value) => sum + value, 0));
    claimNoMean(products, `${of}: pixels ${lag} apart`);
  }
  const along = directions.slice(1).map((direction, place) => dot(direction, directions[place] as Vector));
  claimNoMean(along, `${of}: neighbouring images`);
}

/** Claims that a start of images near 0 and 1 stays in [0, 1], is reproducible from its seed, and differs between seeds. */
async function claimInBox(submission: Submission, name: Start, epsilon: number, seed: number): Promise<void> {
  const edged = images.imagesOf(4, [3, 4, 1], (_, pixel) => [0, 1, 0.05, 0.95][pixel % 4] as number);
  const asked = `${name} of images near 0 and 1 with epsilon = ${epsilon}`;
  const first = await start(submission, name, edged, epsilon, seed, asked);
  const again = await start(submission, name, edged, epsilon, seed, asked);
  const other = await start(submission, name, edged, epsilon, deriveSeed(seed, "other"), asked);
  images.claimPixels(
    images.rowsOf(first),
    (pixel) => pixel >= -ROUNDING && pixel <= 1 + ROUNDING,
    (place, pixel) => `${asked}: ${place} is ${show(pixel)}`,
  );
  // For l2, randomStartL2.radius judges the lengths.
  if (name === "randomStartLinf") claimNoFurther(images.displacements(edged, first), epsilon, asked);
  const differ = (left: Numbers, right: Numbers): boolean =>
    left.values.some((pixel, place) => Math.abs(pixel - (right.values[place] as number)) > ROUNDING);
  claim(!differ(first, again), `${asked}: two calls with one seed gave two starts`);
  claim(differ(first, other), `${asked}: two seeds gave the same start`);
}

/** Clipping only moves a pixel closer to the image's, so the clipped start is within epsilon as well. */
function claimNoFurther(moved: readonly Vector[], epsilon: number, asked: string): void {
  const furthest = Math.max(...moved.map(normInf));
  claim(furthest <= epsilon + ROUNDING, `${asked}: a pixel moved by ${show(furthest)}, further than epsilon`);
}

function claimUniform(values: readonly number[], what: string): void {
  const distance = distanceFromUniform(values);
  const bound = distanceBound(values.length, ALARM);
  claim(
    distance <= bound,
    `${what} are not those of a uniform draw from the ball: the distribution of ${values.length} of them is off by ${show(distance)} (allowed: ${show(bound)})`,
  );
}

function claimNoMean(values: readonly number[], what: string): void {
  const found = mean(values);
  const bound = meanBound(values.length, ALARM);
  claim(
    Math.abs(found) <= bound,
    `${what} are not balanced: a mean that should be near 0 is ${show(found)} (allowed: up to ${show(bound)})`,
  );
}

async function start(
  submission: Submission,
  name: Start,
  from: images.Images,
  epsilon: number,
  seed: number,
  asked: string,
): Promise<Numbers> {
  const observation = await submission.call(name, images.toArgument(from), epsilon, seed);
  return returnedTensor(observation, asked, images.batchShape(from), ["float32"]);
}
