import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writePatchedSolution, type Patch } from "../variants/patch.ts";

/** What grading a patched reference showed. */
export interface PatchOutcome {
  /** Ids of the checks that were lost and should have been kept, and the other way round; both empty when all is well. */
  readonly wronglyLost: readonly string[];
  readonly wronglyKept: readonly string[];
}

/**
 * Grades the reference with a change.
 *
 * @param lostBy grades a folder and gives the ids of the checks it loses
 * @param expected the ids it should lose: none for an alternative
 */
export async function gradePatch(
  patch: Patch,
  expected: readonly string[],
  lostBy: (folder: string) => Promise<readonly string[]>,
): Promise<PatchOutcome> {
  const folder = await mkdtemp(join(tmpdir(), "corpus-"));
  try {
    await writePatchedSolution(patch, folder);
    const lost = await lostBy(folder);
    return {
      wronglyLost: lost.filter((id) => !expected.includes(id)),
      wronglyKept: expected.filter((id) => !lost.includes(id)),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
