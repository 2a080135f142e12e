import ky, { HTTPError, type KyInstance } from "ky";
import { messageOf } from "../../shared/errors.ts";
import { rateLimitPauseMs } from "./rate-limit.ts";

/** Access to GitHub's API. */
export interface GithubApi {
  /** Such as https://api.github.com */
  readonly url: string;
  readonly token: string;
  readonly signal: AbortSignal;
  /** Pause after a request that writes; GitHub recommends a second. */
  readonly pauseMs: number;
  /** Told before a wait that GitHub asked for. */
  readonly onLimit?: (waitMs: number) => void;
}

/** Waits that GitHub may ask for, one after the other, before we give a request up. */
const MAX_WAITS = 6;

/** A client that waits as long as GitHub asks, and repeats after a lost answer only what changes nothing. */
export function githubClient({ url, token, signal, onLimit }: GithubApi): KyInstance {
  return ky.create({
    prefixUrl: url,
    signal,
    timeout: 30_000,
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${token}`,
      "x-github-api-version": "2022-11-28",
    },
    retry: { limit: MAX_WAITS, methods: ["get"], statusCodes: [500, 502, 503, 504] },
    hooks: {
      afterResponse: [
        async (_request, _options, response, { retryCount }) => {
          if (response.status !== 403 && response.status !== 429) return undefined;
          const delay = rateLimitPauseMs(response.headers, await response.clone().text(), {
            status: response.status,
            earlier: retryCount,
            nowMs: Date.now(),
          });
          if (delay === undefined || retryCount >= MAX_WAITS) return undefined;
          onLimit?.(delay);
          return ky.retry({ delay });
        },
      ],
    },
  });
}

/** What a failed request means. `why` says it for the status codes of one request. */
export function explainGithub(error: unknown, why: Readonly<Record<number, string>> = {}): string {
  if (!(error instanceof HTTPError)) return messageOf(error);
  const { status, headers } = error.response;
  const words = { 401: "the token is not valid", ...why }[status];
  // GitHub names the permissions that would do, such as "administration=write".
  const needed = headers.get("x-accepted-github-permissions");
  const permissions = status === 403 && needed !== null ? ` (permissions that it accepts: ${needed})` : "";
  return `GitHub answered ${status}${words === undefined ? "" : `: ${words}`}${permissions}`;
}

/** The status code of a failed request; undefined if there was no answer. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof HTTPError ? error.response.status : undefined;
}

/** Tests if an outcome is no failure of GitHub's: the command was stopped in the middle of a request. */
export function isStopped({ status }: { readonly status: string }, { signal }: GithubApi): boolean {
  return status === "failed" && signal.aborted;
}
