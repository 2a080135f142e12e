import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { MISCONCEPTIONS, type Misconception } from "@robustness-lab/fixtures/corpus";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { alignColumns } from "../../shared/table.ts";
import { FaultError } from "../../shared/errors.ts";
import { showProgress } from "../../shared/progress.ts";
import { makeScratch } from "../../shared/scratch.ts";
import { copySolution, writePatchedSolution } from "../../pipeline/diagnose/variants/patch.ts";
import { runPublicTests, writeConfiguration, writePublicTests, type PublicTestsEvents } from "./run-public-tests.ts";
import { CACHE_FOLDER } from "../../shared/paths.ts";

/** Runs the public tests on the misconceptions. @returns a table with a row per exercise, then the uncaught ones if `list` */
export async function tryPublicTests(
  { exercise, list }: { readonly exercise?: string; readonly list: boolean },
  signal: AbortSignal,
): Promise<string> {
  const misconceptions = EXERCISES.filter(({ id }) => exercise === undefined || exercise === id).flatMap(({ id }) =>
    MISCONCEPTIONS.filter((each) => each.exercise === id),
  );
  const progress = showProgress("public tests", process.stderr.isTTY, "misconceptions");
  let tried = 0;
  const onTried = (): void => progress.update((tried += 1), misconceptions.length);
  const caught = await caughtByPublicTests(misconceptions, { onTried, signal }).finally(progress.stop);
  const uncaught = list ? misconceptions.filter(({ id }) => !caught.has(id)) : [];
  return [renderTable(misconceptions, caught), ...uncaught.map(renderUncaught)].join("\n");
}

/**
 * The ids of the misconceptions that the template's public tests catch: at least one test of the patched file fails.
 *
 * @throws FaultError if a test fails on the unpatched solution too, or does not run
 */
export async function caughtByPublicTests(
  misconceptions: readonly Misconception[],
  events: PublicTestsEvents = {},
): Promise<ReadonlySet<string>> {
  await mkdir(CACHE_FOLDER, { recursive: true });
  // Inside the repository, so that Node finds the packages of the workspaces.
  const scratch = await makeScratch(CACHE_FOLDER);
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

/** A test that fails on the reference would count as catching everything. */
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

function renderTable(misconceptions: readonly Misconception[], caught: ReadonlySet<string>): string {
  const exercises = [...new Set(misconceptions.map(({ exercise }) => exercise))];
  const row = (label: string, own: readonly Misconception[]): readonly string[] => {
    const count = own.filter(({ id }) => caught.has(id)).length;
    return [label, String(own.length), String(count), `${Math.round((100 * count) / own.length)} %`];
  };
  const ownOf = (id: string): readonly Misconception[] => misconceptions.filter(({ exercise }) => exercise === id);
  const rows = exercises.map((id) => row(id, ownOf(id)));
  return alignColumns([["exercise", "misconceptions", "caught", "share"], ...rows, row("all", misconceptions)]);
}

function renderUncaught({ id, exercise, explanation }: Misconception): string {
  return `${exercise} ${id}: ${explanation}`;
}
