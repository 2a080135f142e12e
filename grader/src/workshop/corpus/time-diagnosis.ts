import { join } from "node:path";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { MISCONCEPTIONS } from "@robustness-lab/fixtures/corpus";
import * as solution from "@robustness-lab/solution";
import { diagnoseRun } from "../../pipeline/diagnose/index.ts";
import { functionOf } from "../../pipeline/judge/check.ts";
import { writeRecordedChecks } from "../../pipeline/judge/recorded-calls.ts";
import { loadVariant, type Functions } from "../../pipeline/diagnose/variants/load-variant.ts";
import { judgeInProcess } from "./judge-in-process.ts";

/** How long it takes to name what a submission got wrong, when nothing of it is known yet and when the answers are kept. */
export interface DiagnosisTimes {
  readonly failedChecks: number;
  readonly namedChecks: number;
  readonly coldMs: number;
  readonly keptMs: number;
}

/** Times the diagnosis of a submission with a mistake in every function. The engine is loaded. @param folder an empty one */
export async function timeDiagnosis(folder: string, engine: string, seed: number): Promise<DiagnosisTimes> {
  const verdicts = await judgeInProcess({ ...solution, ...(await oneMistakeEach()) }, { seed });
  const recordFile = join(folder, "calls.msgpack");
  await writeRecordedChecks(recordFile, verdicts);
  const diagnosis = async () => {
    const startedAt = performance.now();
    const named = await diagnoseRun(recordFile, { folder, graderVersion: "bench", engine, seed });
    return { named: named.size, ms: performance.now() - startedAt };
  };
  const cold = await diagnosis();
  const kept = await diagnosis();
  const failedChecks = verdicts.filter(({ verdict }) => verdict === "failed").length;
  return { failedChecks, namedChecks: cold.named, coldMs: cold.ms, keptMs: kept.ms };
}

async function oneMistakeEach(): Promise<Functions> {
  const wrong: Record<string, unknown> = {};
  for (const name of EXERCISES.flatMap(({ functions }) => functions)) {
    const mistake = MISCONCEPTIONS.find(({ fails }) => fails.some((id) => functionOf(id) === name));
    if (mistake === undefined) throw new RangeError(`no misconception of ${name} is known`);
    wrong[name] = (await loadVariant(mistake))[name];
  }
  return wrong;
}
