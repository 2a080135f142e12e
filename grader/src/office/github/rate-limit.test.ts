import { expect, test } from "vitest";
import { rateLimitPauseMs } from "./rate-limit.ts";

const NOW_MS = Date.UTC(2026, 9, 1);
const pause = (status: number, headers: Readonly<Record<string, string>>, body = "", earlier = 0) =>
  rateLimitPauseMs(new Headers(headers), body, { status, earlier, nowMs: NOW_MS });

test.each([
  ["retry-after", pause(403, { "retry-after": "30", "x-ratelimit-remaining": "0" }), 30_000],
  [
    "the reset of the hourly limit",
    pause(403, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(NOW_MS / 1000 + 600) }),
    601_000,
  ],
  ["a minute for a secondary limit", pause(403, { "x-ratelimit-remaining": "9" }, "a secondary rate limit"), 60_000],
  ["twice as long each time", pause(429, {}, "", 2), 240_000],
  ["nothing for a missing permission", pause(403, { "x-ratelimit-reset": "9" }, "Resource not accessible"), undefined],
])("the pause after a refusal is %s", (_, got, expected) => {
  expect(got).toBe(expected);
});
