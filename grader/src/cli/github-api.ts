import type { GithubApi } from "../office/github/api.ts";
import { UsageError } from "../shared/errors.ts";

/** GitHub's API, with the token in an environment variable. @throws UsageError if it is empty */
export function githubApi(variable: string, purpose: string, rest: Pick<GithubApi, "pauseMs" | "signal">): GithubApi {
  const token = process.env[variable] ?? "";
  if (token === "") throw new UsageError(`${variable} is empty: expected a token that ${purpose}`);
  const url = process.env["GITHUB_API_URL"] ?? "https://api.github.com";
  return { ...rest, url, token, onLimit: (waitMs) => console.error(limitWords(waitMs)) };
}

function limitWords(waitMs: number): string {
  const seconds = Math.ceil(waitMs / 1000);
  const wait = seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`;
  return `GitHub limits the rate of requests: waiting for ${wait} (after Ctrl-C, the same command continues)`;
}
