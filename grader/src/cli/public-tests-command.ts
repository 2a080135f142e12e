import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { MISCONCEPTIONS, type Misconception } from "@robustness-lab/fixtures/corpus";
import { caughtByPublicTests } from "../workshop/corpus/try-public-tests.ts";
import { UsageError } from "../shared/errors.ts";
import { showProgress } from "../shared/progress.ts";
import type { PublicTestsCommand } from "./public-tests-options.ts";
import { EXIT } from "./run-command.ts";
import { abortOnSignals } from "./signals.ts";

/** Runs the public tests on the misconceptions and prints a row for each exercise. Gives the exit code. */
export async function publicTestsCommand({ exercise, list }: PublicTestsCommand): Promise<number> {
  const misconceptions = misconceptionsOf(exercise);
  const signal = abortOnSignals();
  const caught = await tryAll(misconceptions, signal).catch((error: unknown) => {
    if (signal.aborted) return undefined;
    throw error;
  });
  // Stopped by hand: not measured, and nothing to print.
  if (caught === undefined) return EXIT.fault;
  console.log(renderTable(misconceptions, caught));
  if (list) for (const each of misconceptions) if (!caught.has(each.id)) console.log(renderUncaught(each));
  return EXIT.done;
}

async function tryAll(misconceptions: readonly Misconception[], signal: AbortSignal): Promise<ReadonlySet<string>> {
  const progress = showProgress("public tests", process.stderr.isTTY, "misconceptions");
  let tried = 0;
  const onTried = (): void => progress.update((tried += 1), misconceptions.length);
  return caughtByPublicTests(misconceptions, { onTried, signal }).finally(progress.stop);
}

function misconceptionsOf(exercise: string | undefined): readonly Misconception[] {
  // In the order of the sheet, which is not that of the corpus.
  const chosen = EXERCISES.filter(({ id }) => exercise === undefined || exercise === id);
  if (chosen.length > 0) return chosen.flatMap(({ id }) => MISCONCEPTIONS.filter((each) => each.exercise === id));
  const ids = EXERCISES.map(({ id }) => id).join(", ");
  throw new UsageError(`--exercise names ${String(exercise)}, expected ${ids}`);
}

function renderTable(misconceptions: readonly Misconception[], caught: ReadonlySet<string>): string {
  const exercises = [...new Set(misconceptions.map(({ exercise }) => exercise))];
  const row = (label: string, own: readonly Misconception[]): readonly string[] => {
    const count = own.filter(({ id }) => caught.has(id)).length;
    return [label, String(own.length), String(count), `${Math.round((100 * count) / own.length)} %`];
  };
  const ownOf = (id: string): readonly Misconception[] => misconceptions.filter(({ exercise }) => exercise === id);
  const rows = exercises.map((id) => row(id, ownOf(id)));
  return [["exercise", "misconceptions", "caught", "share"], ...rows, row("all", misconceptions)]
    .map(([label = "", ...cells]) => label.padEnd(10) + cells.map((cell) => cell.padStart(16)).join(""))
    .join("\n");
}

function renderUncaught({ id, exercise, explanation }: Misconception): string {
  return `${exercise} ${id}: ${explanation}`;
}
