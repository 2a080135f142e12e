/** Points in percent of the maximum; unknown points are 0. */
export function percentOf(points: number | null, maxPoints: number): number {
  return points === null || maxPoints === 0 ? 0 : (100 * points) / maxPoints;
}
