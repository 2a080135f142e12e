const SIDE = 28;
const MIDDLE = (SIDE - 1) / 2;
/** Radii of a stroke as thick as MNIST's: full ink up to the first, none from the second on. */
const FULL = 0.7;
const GONE = 1.9;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Draws a stroke from one point to another into pixels [28 * 28]. */
export function brush(ink: Float32Array, from: Point, to: Point): void {
  for (let y = 0; y < SIDE; y += 1) {
    for (let x = 0; x < SIDE; x += 1) {
      const distance = distanceToStroke({ x: x + 0.5, y: y + 0.5 }, from, to);
      const value = Math.min(1, Math.max(0, (GONE - distance) / (GONE - FULL)));
      ink[y * SIDE + x] = Math.max(ink[y * SIDE + x] ?? 0, value);
    }
  }
}

/** The same pixels, moved so that their centre of mass is in the middle to the nearest pixel, as in MNIST. */
export function centred(ink: Float32Array): Float32Array {
  let [mass, sumX, sumY] = [0, 0, 0];
  ink.forEach((value, place) => {
    mass += value;
    sumX += value * (place % SIDE);
    sumY += value * Math.floor(place / SIDE);
  });
  const moved = new Float32Array(SIDE * SIDE);
  if (mass === 0) return moved;
  const [dx, dy] = [Math.round(MIDDLE - sumX / mass), Math.round(MIDDLE - sumY / mass)];
  ink.forEach((value, place) => {
    const [x, y] = [(place % SIDE) + dx, Math.floor(place / SIDE) + dy];
    if (x >= 0 && x < SIDE && y >= 0 && y < SIDE) moved[y * SIDE + x] = value;
  });
  return moved;
}

function distanceToStroke(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const squared = dx * dx + dy * dy;
  const along = squared === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / squared;
  const nearest = Math.min(1, Math.max(0, along));
  return Math.hypot(point.x - from.x - nearest * dx, point.y - from.y - nearest * dy);
}
