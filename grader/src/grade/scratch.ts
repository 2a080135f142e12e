import { mkdtemp, readdir, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PREFIX = "robustness-lab-";

/** A folder of our own that vanishes with us. */
export interface Scratch {
  readonly folder: string;
  readonly remove: () => Promise<void>;
}

/**
 * Makes a scratch folder. Its name holds our process id, so that the next start can clear away what a killed grader left.
 */
export async function makeScratch(): Promise<Scratch> {
  await removeLeftovers();
  // The real path: the permission model compares paths as they are, and /tmp is a link on some systems.
  const folder = await mkdtemp(join(await realpath(tmpdir()), `${PREFIX}${process.pid}-`));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Removes the scratch folders of graders that are gone. */
async function removeLeftovers(): Promise<void> {
  const names = await readdir(tmpdir());
  const left = names.filter((name) => name.startsWith(PREFIX) && !isAlive(ownerOf(name)));
  await Promise.all(
    left.map((name) => rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined)),
  );
}

function ownerOf(name: string): number {
  return Number(name.slice(PREFIX.length).split("-")[0]);
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
