import type { EngineChoice } from "@robustness-lab/fixtures/engine";
import type { GradeOptions } from "../pipeline/grade/grade-submission.ts";
import { graderVersion } from "../pipeline/grade/grader-version.ts";
import { chooseIsolation, type IsolationChoice } from "../pipeline/run/isolation/index.ts";
import { loadEngineOrExplain } from "./load-engine-or-explain.ts";

/** What is asked for; what is absent is chosen by what there is. */
export interface GradingChoice {
  readonly engine?: EngineChoice;
  readonly isolation?: IsolationChoice;
}

/** Readies what every grade of a command needs. @throws UsageError for what was asked for and is not there */
export async function setUpGrading(
  { engine = "auto", isolation = "auto" }: GradingChoice = {},
  log: (line: string) => void = (line) => console.error(line),
): Promise<Pick<GradeOptions, "engine" | "isolation" | "graderVersion">> {
  return {
    isolation: await chooseIsolation(isolation),
    engine: await loadEngineOrExplain(engine, log),
    graderVersion: await graderVersion(),
  };
}
