import { EngineUnavailableError, loadEngine, type Engine, type EngineChoice } from "@robustness-lab/fixtures/engine";
import type { GradeOptions } from "../pipeline/grade/grade-submission.ts";
import { graderVersion } from "../pipeline/grade/grader-version.ts";
import type { Isolation } from "../pipeline/run/isolation/index.ts";
import { UsageError } from "../shared/errors.ts";

/** Prepares the parts that all grades of a command share. @throws UsageError if the requested engine is missing */
export async function setUpGrading(
  isolation: Isolation,
  engine: EngineChoice = "auto",
  log: (line: string) => void = (line) => console.error(line),
): Promise<Pick<GradeOptions, "engine" | "isolation" | "graderVersion">> {
  return {
    isolation,
    engine: await loadEngineOrExplain(engine, log),
    graderVersion: await graderVersion(),
  };
}

/** Loads an engine. @throws UsageError if the requested one is missing */
export async function loadEngineOrExplain(choice: EngineChoice, log: (line: string) => void): Promise<Engine> {
  try {
    return await loadEngine(choice, { log });
  } catch (error) {
    if (!(error instanceof EngineUnavailableError)) throw error;
    throw new UsageError(error.message, { cause: error });
  }
}
