import { EngineUnavailableError, loadEngine, type Engine, type EngineChoice } from "@robustness-lab/fixtures/engine";
import { UsageError } from "../shared/errors.ts";

/** Loads an engine; one that was asked for and is not there is bad usage. @throws UsageError */
export async function loadEngineOrExplain(choice: EngineChoice, log: (line: string) => void): Promise<Engine> {
  try {
    return await loadEngine(choice, { log });
  } catch (error) {
    if (!(error instanceof EngineUnavailableError)) throw error;
    throw new UsageError(error.message, { cause: error });
  }
}
