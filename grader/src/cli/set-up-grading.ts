import {
  engineLine,
  EngineUnavailableError,
  foreseeEmbedded,
  type Engine,
  type EngineChoice,
} from "@robustness-lab/fixtures/engine/choice";
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
    engine: await engineOrExplain(engine, log),
    graderVersion: await graderVersion(),
  };
}

/** Finds out which engine will compute, and loads it only if nothing else tells. @throws UsageError if the requested one is missing */
async function engineOrExplain(choice: EngineChoice, log: (line: string) => void): Promise<Engine> {
  const foreseen = foreseeEmbedded(choice);
  if (foreseen === undefined) return loadEngineOrExplain(choice, log);
  log(engineLine(foreseen));
  return foreseen;
}

/** Loads an engine. @throws UsageError if the requested one is missing */
export async function loadEngineOrExplain(choice: EngineChoice, log: (line: string) => void): Promise<Engine> {
  const { loadEngine } = await import("@robustness-lab/fixtures/engine");
  try {
    return await loadEngine(choice, { log });
  } catch (error) {
    if (!(error instanceof EngineUnavailableError)) throw error;
    throw new UsageError(error.message, { cause: error });
  }
}
