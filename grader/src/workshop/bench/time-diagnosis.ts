import { join } from "node:path";
import type { EngineName } from "@robustness-lab/fixtures/engine/choice";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { MISCONCEPTIONS } from "@robustness-lab/fixtures/corpus";
import * as solution from "@robustness-lab/solution";
import { diagnoseRun } from "../../pipeline/diagnose/index.ts";
import { functionOf } from "../../pipeline/judge/check.ts";
import { writeRecordedChecks } from "../../pipeline/judge/recorded-calls.ts";
import { loadVariant } from "../../pipeline/diagnose/variants/load-variant.ts";
import type { Functions } from "../../pipeline/diagnose/variants/load-code.ts";
import { judgeInProcess } from "../corpus/judge-in-process.ts";

/** The time that a diagnosis takes, without and with cached answers. */
export interface DiagnosisTimes {
  readonly failedChecks: number;
  readonly namedChecks: number;
  readonly coldMs: number;
  readonly cachedMs: number;
}

/**
 * Times the diagnosis of a submission with a mistake in every function. The engine must be loaded.
 *
 * @param folder an empty folder
 */
export async function timeDiagnosis(folder: string, engine: EngineName, seed: number): Promise<DiagnosisTimes> {
  const verdicts = await judgeInProcess({ ...solution, ...(await oneMistakeEach()) }, { seed });
  const recordFile = join(folder, "calls.msgpack");
  await writeRecordedChecks(recordFile, verdicts);
  const diagnosis = async () => {
    const startedAt = performance.now();
    const { misconceptions } = await diagnoseRun(recordFile, { folder, graderVersion: "bench", engine, seed });
    return { named: misconceptions.size, ms: performance.now() - startedAt };
  };
  const cold = await diagnosis();
  const cached = await diagnosis();
  const failedChecks = verdicts.filter(({ verdict }) => verdict === "failed").length;
  return { failedChecks, namedChecks: cold.named, coldMs: cold.ms, cachedMs: cached.ms };
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
