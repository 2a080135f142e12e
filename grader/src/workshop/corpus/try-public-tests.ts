import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Misconception } from "@robustness-lab/fixtures/corpus";
import { FaultError } from "../../shared/errors.ts";
import { makeScratch } from "../../shared/scratch.ts";
import { copySolution, writePatchedSolution } from "../../pipeline/diagnose/variants/patch.ts";
import { runPublicTests, writeConfiguration, writePublicTests, type PublicTestsEvents } from "./run-public-tests.ts";
import { CACHE_FOLDER } from "../../shared/paths.ts";

/** Inside the repository, so that Node finds the packages of the workspaces from there. */
const CACHE = CACHE_FOLDER;

/**
 * The ids of the misconceptions that the template's public tests catch: at least one test of the patched file fails.
 *
 * @throws FaultError when a test fails on the unpatched solution too, or does not run: the number would mean nothing
 */
export async function caughtByPublicTests(
  misconceptions: readonly Misconception[],
  events: PublicTestsEvents = {},
): Promise<ReadonlySet<string>> {
  await mkdir(CACHE, { recursive: true });
  const scratch = await makeScratch(CACHE);
  try {
    await writeConfiguration(scratch.folder);
    await assertUnpatchedPasses(scratch.folder, misconceptions, events.signal);
    for (const misconception of misconceptions) {
      const folder = join(scratch.folder, misconception.id);
      await writePatchedSolution(misconception, folder);
      await writePublicTests(misconception.file, folder);
    }
    const ids = misconceptions.map(({ id }) => id);
    const outcomes = await runPublicTests(scratch.folder, ids, events);
    return new Set(outcomes.filter(({ failed }) => failed.length > 0).map(({ folder }) => folder));
  } finally {
    await scratch.remove();
  }
}

/** A test that fails on the reference would catch everything. */
async function assertUnpatchedPasses(
  root: string,
  misconceptions: readonly Misconception[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const name = "unpatched";
  await copySolution(join(root, name));
  for (const file of new Set(misconceptions.map((each) => each.file))) await writePublicTests(file, join(root, name));
  const outcomes = await runPublicTests(root, [name], signal === undefined ? {} : { signal });
  const failed = outcomes.flatMap((outcome) => outcome.failed);
  if (failed.length > 0) throw new FaultError(`the unpatched solution fails public tests: ${failed.join("; ")}`);
}
