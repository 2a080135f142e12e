const MINUTE_MS = 60_000;
const SECOND_MS = 1000;

/** The response, and how many waits came before. */
interface Circumstances {
  readonly status: number;
  readonly earlier: number;
  readonly nowMs: number;
}

/**
 * How long GitHub wants us to wait after a 403 or 429; undefined if it refuses for another reason, such as a permission.
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api: first `retry-after`; then, with nothing
 * remaining, `x-ratelimit-reset`; otherwise a minute, and twice as long each time.
 */
export function rateLimitPauseMs(headers: Headers, body: string, { status, earlier, nowMs }: Circumstances) {
  const after = numberOf(headers.get("retry-after"));
  if (after !== undefined) return after * SECOND_MS;
  const reset = numberOf(headers.get("x-ratelimit-reset"));
  // A second more, since the reset is given in whole seconds.
  if (headers.get("x-ratelimit-remaining") === "0" && reset !== undefined) {
    return Math.max(0, reset * SECOND_MS - nowMs) + SECOND_MS;
  }
  return status === 429 || /rate limit/i.test(body) ? MINUTE_MS * 2 ** earlier : undefined;
}

function numberOf(text: string | null): number | undefined {
  return text !== null && /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}
