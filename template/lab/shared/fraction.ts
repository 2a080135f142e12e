/** The part of a file that is loaded. A server that compresses says no size, or that of what it sends. */
export function fractionOf(done: number, total: number): number {
  return total > 0 ? Math.min(1, done / total) : 0;
}
