/** Far more than any probe needs: a thousand failures in a row are a fault of ours. */
const ATTEMPTS = 1000;

/** Draws until a draw is of use. @throws Error naming what could not be drawn */
export function redraw<T>(what: string, draw: () => T | undefined): T {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const drawn = draw();
    if (drawn !== undefined) return drawn;
  }
  throw new Error(`no ${what} could be drawn`);
}
