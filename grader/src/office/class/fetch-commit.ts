import { execFile } from "node:child_process";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { FetchOutcome } from "./fetch-outcome.ts";

const run = promisify(execFile);

const TIMEOUT_MS = 120_000;
/** Git's messages about a failing machine or network, as opposed to a wrong address. */
const FAULT = /could not resolve|timed out|connection|unable to access|early eof|rpc failed|no space left/i;

/** Stops the repository and this machine's configuration from starting programs: hooks, filters, helpers or prompts. */
const SETTINGS = [
  "core.hooksPath=/dev/null",
  "core.fsmonitor=false",
  "credential.helper=",
  "protocol.allow=never",
  "protocol.https.allow=always",
  "protocol.file.allow=always",
  "gc.auto=0",
].flatMap((setting) => ["-c", setting]);

/** Grants access to private repositories of one server. */
export interface Token {
  /** Such as https://github.com */
  readonly server: string;
  readonly secret: string;
}

/**
 * Clones a repository without a working tree, and packs one commit as a .tar. The archive is then read under the same
 * limits as a submitted one.
 */
export async function fetchCommit(
  { url, commit }: { readonly url: string; readonly commit: string },
  scratch: string,
  signal: AbortSignal,
  token?: Token,
): Promise<FetchOutcome> {
  const repository = join(scratch, "repository");
  // Absolute, because git changes to the repository first.
  const path = resolve(scratch, `${commit.slice(0, 12)}.tar`);
  const git = (...args: readonly string[]) =>
    run("git", [...SETTINGS, ...args], {
      env: { ...environment(scratch), ...authorization(token) },
      timeout: TIMEOUT_MS,
      killSignal: "SIGKILL",
      signal,
    });
  try {
    await git("clone", "--quiet", "--bare", "--template=", "--", url, repository);
  } catch (error) {
    return cloneFailed(url, error, scratch);
  }
  try {
    await git("-C", repository, "archive", "--format=tar", `--output=${path}`, commit);
    return { status: "fetched", path, notes: [] };
  } catch (error) {
    if (isCutShort(error)) return { status: "fault", problem: `packing commit ${commit} took too long` };
    return { status: "unreadable", problem: `there is no commit ${commit} in ${url}` };
  }
}

/**
 * Environment variables that give git a token for its server and no other. Not arguments, since every user of the machine can
 * read a command line.
 */
export function authorization(token: Token | undefined): NodeJS.ProcessEnv {
  if (token === undefined) return {};
  const basic = Buffer.from(`x-access-token:${token.secret}`).toString("base64");
  return {
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: `http.${new URL("/", token.server).href}.extraHeader`,
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic}`,
  };
}

function environment(scratch: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env["PATH"],
    HOME: scratch,
    LC_ALL: "C",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_TERMINAL_PROMPT: "0",
    GIT_ASKPASS: "true",
    GIT_LFS_SKIP_SMUDGE: "1",
    ...proxies(),
  };
}

/** The machine's proxy and certificate settings. */
function proxies(): NodeJS.ProcessEnv {
  const names = ["https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY", "SSL_CERT_FILE", "GIT_SSL_CAINFO"];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

function cloneFailed(url: string, error: unknown, scratch: string): FetchOutcome {
  if (isCutShort(error)) return { status: "fault", problem: `cloning ${url} took more than ${TIMEOUT_MS / 1000} s` };
  if (error instanceof Error && "code" in error && error.code === "ENOENT") {
    return { status: "fault", problem: "git is not installed on this machine" };
  }
  const stderr = error instanceof Error && "stderr" in error ? String(error.stderr) : "";
  const line = /^(?:fatal|error): (.*)$/m.exec(stderr)?.[1] ?? "git gave no reason";
  const problem = `${url} cannot be cloned: ${line.replaceAll(scratch, "the scratch folder")}`;
  return { status: FAULT.test(stderr) ? "fault" : "unreadable", problem };
}

function isCutShort(error: unknown): boolean {
  return error instanceof Error && "killed" in error && error.killed === true;
}
