import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { CheckpointError, parseCheckpoint, renderCheckpoint } from "./checkpoint.ts";
import { configurationHash, type TrainingConfiguration } from "./configuration.ts";
import type { TrainingState } from "./training-state.ts";

/** The outcome of looking for a checkpoint. */
export type FoundCheckpoint =
  | { readonly found: "none" }
  | { readonly found: "unusable"; readonly path: string; readonly reason: string }
  | { readonly found: "state"; readonly state: TrainingState };

/** Writes the state of a training, atomically. */
export async function writeCheckpoint(
  folder: string,
  configuration: TrainingConfiguration,
  state: TrainingState,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const content = renderCheckpoint(configurationHash(configuration), state);
  await writeFileAtomic(checkpointPath(folder, configuration), content);
}

/** Reads the state of a training with this configuration. */
export async function readCheckpoint(folder: string, configuration: TrainingConfiguration): Promise<FoundCheckpoint> {
  const path = checkpointPath(folder, configuration);
  const text = await readIfExists(path);
  if (text === undefined) return { found: "none" };
  try {
    return { found: "state", state: parseCheckpoint(text, configurationHash(configuration)) };
  } catch (error) {
    if (error instanceof CheckpointError) return { found: "unusable", path, reason: error.message };
    throw error;
  }
}

/** Removes all checkpoints. */
export async function removeCheckpoints(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

function checkpointPath(folder: string, configuration: TrainingConfiguration): string {
  return join(folder, `${configuration.model}-${configurationHash(configuration)}.checkpoint`);
}

async function readIfExists(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  });
}
