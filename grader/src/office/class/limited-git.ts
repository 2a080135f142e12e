import { execa } from "execa";

/** What git may use: a repository of a student's may be made to take everything. */
const LIMITS = { addressSpaceKib: 2 * 1024 * 1024, fileBlocks: 1024 * 1024, cpuSeconds: 60 };
const TIMEOUT_MS = 120_000;

/** Stops the repository and this machine's configuration from starting programs, fetching more, or taking much memory. */
const SETTINGS = [
  "core.hooksPath=/dev/null",
  "core.fsmonitor=false",
  "credential.helper=",
  "protocol.allow=never",
  "protocol.https.allow=always",
  "protocol.file.allow=always",
  "gc.auto=0",
  "fetch.recurseSubmodules=false",
  "core.packedGitWindowSize=16m",
  "core.packedGitLimit=256m",
  "pack.threads=1",
].flatMap((setting) => ["-c", setting]);

const SCRIPT = `ulimit -v ${LIMITS.addressSpaceKib}; ulimit -f ${LIMITS.fileBlocks}; ulimit -t ${LIMITS.cpuSeconds}; exec git "$@"`;

export type Git = ReturnType<typeof limitedGit>;

/** Git with limits on memory, time and the size of a file. A call rejects unless git ends with exit code 0. */
export function limitedGit(env: NodeJS.ProcessEnv, signal: AbortSignal) {
  return (...args: readonly string[]) =>
    execa("/bin/sh", ["-c", SCRIPT, "git", ...SETTINGS, ...args], {
      env: { ...env, GIT_NO_LAZY_FETCH: "1" },
      extendEnv: false,
      stdin: "ignore",
      timeout: TIMEOUT_MS,
      killSignal: "SIGKILL",
      cancelSignal: signal,
    });
}
