import { rmSync } from "node:fs";
import { mkdtemp, readdir, readlink, realpath, rm, stat, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FaultError } from "./errors.ts";
import { codeOf } from "./write-error.ts";

const PREFIX = "robustness-lab-";
/** Several times what a grade needs, so that an almost full disk is reported before anything runs. */
const MIN_FREE_MIB = 32;
/** After this, a folder of another pid namespace, whose processes we cannot see, counts as abandoned. */
const DAY_MS = 24 * 60 * 60 * 1000;

/** A temporary folder. */
export interface Scratch {
  readonly folder: string;
  readonly remove: () => Promise<void>;
}

/**
 * Makes a scratch folder. Its name contains our pid namespace and process id, so that the next start can remove the folders
 * of killed graders without touching those of other containers.
 */
export async function makeScratch(parent = tmpdir()): Promise<Scratch> {
  const folder = await makeFolder(parent).catch((cause: unknown) => {
    throw unusable(parent, codeOf(cause), cause);
  });
  // For a process that is ended before it can clean up.
  const removeNow = (): void => rmSync(folder, { recursive: true, force: true });
  process.once("exit", removeNow);
  const remove = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true });
    process.off("exit", removeNow);
  };
  return { folder, remove };
}

function unusable(parent: string, why: string, cause: unknown): FaultError {
  const advice = `set TMPDIR to a folder with ${MIN_FREE_MIB} MiB free`;
  return new FaultError(`temporary files cannot be written to ${parent} (${why}): ${advice}`, { cause });
}

async function makeFolder(parent: string): Promise<string> {
  const namespace = await pidNamespace();
  await removeLeftovers(parent, namespace);
  const { bavail, bsize } = await statfs(parent);
  if (bavail * bsize < MIN_FREE_MIB * 1024 ** 2) throw Object.assign(new Error("almost full"), { code: "ENOSPC" });
  // The real path, because Node's permission model does not resolve links, and /tmp is a link on some systems.
  return mkdtemp(join(await realpath(parent), `${PREFIX}${namespace}-${process.pid}-`));
}

/** The number of our pid namespace; 0 if the system has none. */
async function pidNamespace(): Promise<string> {
  const link = await readlink("/proc/self/ns/pid").catch(() => "");
  return /\d+/.exec(link)?.[0] ?? "0";
}

/** Removes the scratch folders of graders that have ended. */
async function removeLeftovers(parent: string, namespace: string): Promise<void> {
  for (const name of (await readdir(parent)).filter((each) => each.startsWith(PREFIX))) {
    const folder = join(parent, name);
    if (await isAbandoned(name, folder, namespace))
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function isAbandoned(name: string, folder: string, namespace: string): Promise<boolean> {
  const [ownersNamespace, owner] = name.slice(PREFIX.length).split("-");
  if (ownersNamespace === namespace) return !isAlive(Number(owner));
  const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Infinity }));
  return Date.now() - mtimeMs > DAY_MS;
}

function isAlive(processId: number): boolean {
  if (!Number.isSafeInteger(processId) || processId < 1) return true;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
