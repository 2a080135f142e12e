import { execFile, execFileSync } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { commandLine } from "../../../shared/testing/command-line.ts";
import { startStandIn, TEMPLATE, type StandIn } from "./stand-in.ts";
import { writeFiles } from "../../../shared/write-files.ts";

/* A course whose organisation is on a stand-in for GitHub. */

export interface Ended {
  readonly code: unknown;
  readonly signal: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CourseOnGithub {
  readonly folder: string;
  readonly github: StandIn;
  /** Runs a command in the folder of the course. `interrupt` may send it a signal once it has printed a line. */
  readonly run: (words: readonly string[], options?: RunOptions) => Promise<Ended>;
}

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly interrupt?: { readonly signal: "SIGINT" | "SIGKILL"; readonly when: (stderr: string) => boolean };
}

/** Starts the stand-in with a template repository of these files. */
export async function startCourse(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<CourseOnGithub> {
  const github = await startStandIn(folder);
  await makeBareRepository(join(folder, "template"), github.folderOf(TEMPLATE), files);
  return { folder, github, run: (words, options = {}) => runIn(folder, github, words, options) };
}

function runIn(folder: string, github: StandIn, words: readonly string[], { env, interrupt }: RunOptions) {
  return new Promise<Ended>((resolve) => {
    const options = {
      cwd: folder,
      maxBuffer: 2 ** 26,
      env: { PATH: process.env["PATH"], HOME: folder, ...github.env, ...env },
    };
    const child = execFile(process.execPath, commandLine(...words), options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code, signal: error?.signal, stdout, stderr });
    });
    let [seen, isSent] = ["", false];
    child.stderr?.on("data", (chunk: string) => {
      seen += chunk;
      if (isSent || interrupt?.when(seen) !== true) return;
      isSent = true;
      child.kill(interrupt.signal);
    });
  });
}

const WHO = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "init.defaultBranch=main"];

/** Runs git, committing at a time. */
function git(folder: string, at: string, ...args: readonly string[]): string {
  const env = {
    PATH: process.env["PATH"],
    GIT_COMMITTER_DATE: at,
    GIT_AUTHOR_DATE: at,
    GIT_CONFIG_GLOBAL: "/dev/null",
  };
  return execFileSync("git", ["-C", folder, ...WHO, ...args], { env, encoding: "utf8", stdio: "pipe" }).trim();
}

async function makeBareRepository(work: string, bare: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  await writeFiles(work, files);
  const at = "2026-09-01T08:00:00Z";
  git(work, at, "init", "--quiet");
  git(work, at, "add", "--all", "--force");
  git(work, at, "commit", "--quiet", "--message", "exercise");
  await mkdir(dirname(bare), { recursive: true });
  git(work, at, "clone", "--quiet", "--bare", "--template=", work, bare);
  git(bare, at, "repack", "-a", "-d", "--quiet");
  // So that git can be served as static files.
  git(bare, at, "update-server-info");
}

/** Commits files to a repository of the stand-in at a time, as a student's push. @returns the commit */
export async function push(bare: string, at: string, files: ReadonlyMap<string, Uint8Array>): Promise<string> {
  const work = `${bare}.work`;
  git(dirname(bare), at, "clone", "--quiet", bare, work);
  await writeFiles(work, files);
  git(work, at, "add", "--all", "--force");
  git(work, at, "commit", "--quiet", "--allow-empty", "--message", "work");
  git(work, at, "push", "--quiet", "origin", "HEAD");
  git(bare, at, "update-server-info");
  const commit = git(work, at, "rev-parse", "HEAD");
  execFileSync("rm", ["-rf", work]);
  return commit;
}
