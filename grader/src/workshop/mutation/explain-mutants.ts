import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { EngineName } from "@robustness-lab/fixtures/engine/choice";
import { MISCONCEPTIONS } from "@robustness-lab/fixtures/corpus";
import { diagnoseRun } from "../../pipeline/diagnose/index.ts";
import { applyPatch } from "../../pipeline/diagnose/variants/patch.ts";
import { graderVersion } from "../../pipeline/grade/grader-version.ts";
import { writeRecordedChecks } from "../../pipeline/judge/recorded-calls.ts";
import { SOLUTION_FOLDER } from "../../shared/paths.ts";
import { makeScratch } from "../../shared/scratch.ts";
import { wrap } from "../../shared/wrap.ts";
import { compile } from "./find-mutants.ts";
import type { JudgedMutant } from "./judge-mutants.ts";
import type { Mutant } from "./mutant.ts";
import { renderMutant } from "./render-tally.ts";

const COLUMNS = 80;

/** The mutants that are no misconception of the corpus. */
export async function unlisted(mutants: readonly Mutant[]): Promise<readonly Mutant[]> {
  const codes = MISCONCEPTIONS.map(async (patch) => {
    return compile(applyPatch(await readFile(join(SOLUTION_FOLDER, "src", patch.file), "utf8"), patch));
  });
  const listed = new Set(await Promise.all(codes));
  return mutants.filter(({ code }) => !listed.has(code));
}

/**
 * Shows what a student would read about each mutant, for a person who judges whether it is right: the change, the lost
 * checks with their messages, and the diagnosis. The engine must be loaded.
 *
 * @param mutants caught ones, judged in all checks with this seed
 */
export async function explainMutants(
  mutants: readonly JudgedMutant[],
  engine: EngineName,
  seed: number,
): Promise<string> {
  const scratch = await makeScratch();
  const recordFile = join(scratch.folder, "calls");
  // An empty folder: no answer comes from an earlier run.
  const options = { folder: join(scratch.folder, "answers"), graderVersion: await graderVersion(), engine, seed };
  const texts: string[] = [];
  try {
    for (const mutant of mutants) {
      await writeRecordedChecks(recordFile, mutant.checks);
      // Tensors of a mutant that broke the engine cannot be read; the protocol refuses them in a grade.
      const said = await diagnoseRun(recordFile, options).then(sentences, () => new Map<string, string>());
      texts.push(explanationOf(mutant, said));
    }
  } finally {
    await scratch.remove();
  }
  const explained = texts.filter((text) => !text.includes(NOTHING)).length;
  return [...texts, `${explained} of ${texts.length} have an explanation`].join("\n\n");
}

const NOTHING = "(no explanation)";

function explanationOf(mutant: JudgedMutant, said: ReadonlyMap<string, string>): string {
  const lost = mutant.outcomes.flatMap((outcome) => outcome.lost);
  const lines = lost.map(({ id, message }) => wrap(`${id}: ${message}`, COLUMNS, "  ", "    "));
  const saying = lost.map(({ id }) => said.get(id) ?? NOTHING);
  return [
    renderMutant(mutant),
    ...lines,
    ...[...new Set(saying)].map((each) => wrap(each, COLUMNS, "  => ", "     ")),
  ].join("\n");
}

/** What a diagnosis says about each check. */
function sentences({ misconceptions, patterns }: Awaited<ReturnType<typeof diagnoseRun>>): ReadonlyMap<string, string> {
  return new Map([
    ...[...misconceptions].map(([check, { id, explanation }]) => [check, `Looks like ${explanation} [${id}]`] as const),
    ...[...patterns].map(([check, { id, explanation }]) => [check, `Pattern: ${explanation} [${id}]`] as const),
  ]);
}
