import { mkdir, open, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ExecaError } from "execa";
import { formatBytes } from "@robustness-lab/fixtures/hand-in";
import { STAGING_LIMITS } from "../../pipeline/submission/staging-limits.ts";
import type { FetchOutcome } from "./fetch-outcome.ts";
import { limitedGit, type Git } from "./limited-git.ts";
import { resolveCommit, type Wanted } from "./resolve-commit.ts";

/** Git's messages about a failing machine or network, as opposed to a wrong address. */
const FAULT = /could not resolve|timed out|connection|unable to access|early eof|rpc failed|no space left/i;

/**
 * Overrides the attributes in the repository, which could leave files out of an archive or change their contents: one commit
 * has one content.
 */
const ATTRIBUTES = "* -export-ignore -export-subst -text -eol -ident -filter -working-tree-encoding\n";

/** A time in octal digits, in the header of a tar. */
const TAR_TIME = [136, 147] as const;
const TAR_HEADER_BYTES = 512;

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
  { url, ref, before }: Wanted & { readonly url: string },
  scratch: string,
  signal: AbortSignal,
  token?: Token,
): Promise<FetchOutcome> {
  const repository = join(scratch, "repository");
  const git = limitedGit({ ...environment(scratch), ...authorization(token) }, signal);
  try {
    await git("clone", "--quiet", "--bare", "--template=", "--", url, repository);
  } catch (error) {
    return cloneFailed(url, error, scratch);
  }
  try {
    const resolved = await resolveCommit(git, repository, { ref, ...(before === undefined ? {} : { before }) });
    if ("problem" in resolved) return { status: "unreadable", problem: `${resolved.problem} in ${url}` };
    return await pack(git, { repository, url, scratch, ...resolved });
  } catch (error) {
    if (isCutShort(error)) return { status: "fault", problem: `packing ${ref} took too long or too much memory` };
    return { status: "unreadable", problem: `${ref} of ${url} cannot be packed` };
  }
}

interface Packing {
  readonly repository: string;
  readonly url: string;
  readonly scratch: string;
  readonly commit: string;
  readonly notes: readonly string[];
}

async function pack(git: Git, { repository, url, scratch, commit, notes }: Packing): Promise<FetchOutcome> {
  const tooMuch = await excessOf(git, repository, commit);
  if (tooMuch !== undefined) return { status: "unreadable", problem: `commit ${commit} of ${url} holds ${tooMuch}` };
  // Absolute, because git changes to the repository first.
  const path = resolve(scratch, `${commit.slice(0, 12)}.tar`);
  await mkdir(join(repository, "info"), { recursive: true });
  await writeFile(join(repository, "info/attributes"), ATTRIBUTES);
  await git("-C", repository, "archive", "--format=tar", `--output=${path}`, commit);
  return { status: "fetched", path, notes, commit: { hash: commit, submittedAt: await committedAt(path) } };
}

/** The time of committing, in UTC: git writes it in the first header of an archive (git-archive, pax_global_header). */
export async function committedAt(archive: string): Promise<string> {
  const file = await open(archive);
  try {
    const { buffer } = await file.read(Buffer.alloc(TAR_HEADER_BYTES), 0, TAR_HEADER_BYTES, 0);
    const seconds = parseInt(buffer.toString("latin1", ...TAR_TIME), 8);
    return new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
  } finally {
    await file.close();
  }
}

/** Lists a commit up to the limits of staging, before anything is unpacked. @returns what is too much; undefined if nothing is */
async function excessOf(git: Git, repository: string, commit: string): Promise<string | undefined> {
  const listing = git("-C", repository, "ls-tree", "-r", "-l", "--full-tree", commit);
  let [entries, bytes] = [0, 0];
  try {
    for await (const line of listing) {
      entries += 1;
      bytes += Number(/^\d+ blob \w+ +(\d+)\t/.exec(line)?.[1] ?? 0);
      if (entries > STAGING_LIMITS.maxScannedEntries) return `more than ${STAGING_LIMITS.maxScannedEntries} files`;
      if (bytes > STAGING_LIMITS.maxUnpackedBytes) return `more than ${formatBytes(STAGING_LIMITS.maxUnpackedBytes)}`;
    }
    return undefined;
  } finally {
    listing.kill("SIGKILL");
    await listing.catch(() => undefined);
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
  if (isCutShort(error))
    return { status: "fault", problem: `cloning ${url} took too long, too much memory or too much disk` };
  const stderr = error instanceof ExecaError ? String(error.stderr) : "";
  if (/exec: git: not found/.test(stderr)) return { status: "fault", problem: "git is not installed on this machine" };
  const line = /^(?:fatal|error): (.*)$/m.exec(stderr)?.[1] ?? "git gave no reason";
  const problem = `${url} cannot be cloned: ${line.replaceAll(scratch, "the scratch folder")}`;
  return { status: FAULT.test(stderr) ? "fault" : "unreadable", problem };
}

function isCutShort(error: unknown): boolean {
  return (
    error instanceof ExecaError && (error.timedOut || error.isTerminated || /out of memory/i.test(String(error.stderr)))
  );
}
