import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { ALTERNATIVES, MISCONCEPTIONS } from "@robustness-lab/fixtures/submissions";
import { gradePatch, type PatchOutcome } from "../corpus/grade-patch.ts";
import type { Patch } from "../variants/patch.ts";
import { UsageError } from "../errors.ts";
import { gradeSubmission } from "../grade/grade-submission.ts";
import { graderVersion } from "../grade/grader-version.ts";
import { showProgress } from "../grade/progress.ts";
import { chooseIsolation } from "../run/isolation/index.ts";
import type { CorpusCommand } from "./corpus-options.ts";
import { loadEngineOrExplain } from "./load-engine-or-explain.ts";
import { EXIT } from "./run-command.ts";

interface Entry {
  readonly patch: Patch & { readonly exercise: string };
  readonly kind: "misconception" | "alternative";
  readonly fails: readonly string[];
}

/** Grades the corpora and prints a row for each exercise. Gives the exit code. */
export async function corpusCommand(command: CorpusCommand): Promise<number> {
  const entries = entriesOf(command.exercise);
  const lostBy = await grading(command);
  const progress = showProgress("corpus", process.stderr.isTTY);
  const odd: { readonly entry: Entry; readonly outcome: PatchOutcome }[] = [];
  for (const [index, entry] of entries.entries()) {
    const outcome = await gradePatch(entry.patch, entry.fails, (folder) => lostBy(folder, entry.patch.exercise));
    if (outcome.wronglyKept.length + outcome.wronglyLost.length > 0) odd.push({ entry, outcome });
    progress.update(index + 1, entries.length);
  }
  progress.stop();
  console.log(renderTable(entries, new Set(odd.map(({ entry }) => entry))));
  for (const { entry, outcome } of odd) console.log(renderOdd(entry, outcome));
  return odd.length === 0 ? EXIT.done : EXIT.fault;
}

function entriesOf(exercise: string | undefined): readonly Entry[] {
  const all: readonly Entry[] = [
    ...MISCONCEPTIONS.map((patch): Entry => ({ patch, kind: "misconception", fails: patch.fails })),
    ...ALTERNATIVES.map((patch): Entry => ({ patch, kind: "alternative", fails: [] })),
  ];
  const chosen = all.filter(({ patch }) => exercise === undefined || patch.exercise === exercise);
  if (chosen.length === 0) throw new UsageError(`--exercise names ${String(exercise)}, expected ${ids().join(", ")}`);
  return chosen;
}

async function grading({ seed, full }: CorpusCommand) {
  const isolation = await chooseIsolation("auto");
  const engine = await loadEngineOrExplain("auto", (line) => {
    console.error(line);
  });
  const version = await graderVersion();
  return async (source: string, exercise: string): Promise<readonly string[]> => {
    const only = full ? {} : { only: [exercise] };
    const result = await gradeSubmission({ source, engine, isolation, seed, graderVersion: version, ...only });
    if (result.status !== "graded") throw new Error(`${result.status}: ${result.problem}`);
    return result.checks.filter(({ verdict }) => verdict === "failed").map(({ id }) => id);
  };
}

function renderTable(entries: readonly Entry[], odd: ReadonlySet<Entry>): string {
  const share = (exercise: string, kind: Entry["kind"]): string => {
    const own = entries.filter(({ patch, ...entry }) => patch.exercise === exercise && entry.kind === kind);
    return `${own.filter((entry) => !odd.has(entry)).length}/${own.length}`;
  };
  const shown = ids().filter((id) => entries.some(({ patch }) => patch.exercise === id));
  const rows = shown.map((id) => [id, share(id, "misconception"), share(id, "alternative")]);
  return [["exercise", "misconceptions", "alternatives"], ...rows]
    .map(([id = "", wrong = "", fair = ""]) => `${id.padEnd(10)}${wrong.padStart(16)}${fair.padStart(16)}`)
    .join("\n");
}

function renderOdd({ patch, kind }: Entry, { wronglyLost, wronglyKept }: PatchOutcome): string {
  const lost = wronglyLost.length === 0 ? "" : ` lost, and should not have: ${wronglyLost.join(", ")}`;
  const kept = wronglyKept.length === 0 ? "" : ` kept, and should not have: ${wronglyKept.join(", ")}`;
  return `${kind} ${patch.id}:${lost}${kept}`;
}

function ids(): readonly string[] {
  return EXERCISES.map(({ id }) => id);
}
