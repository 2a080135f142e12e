import { createHash } from "node:crypto";
import { join } from "node:path";
import { readIfExists, writeWhole } from "@robustness-lab/fixtures/files";
import { writeWeights } from "@robustness-lab/fixtures/weights";
import { parseCheckpoint, renderCheckpoint, type Checkpoint } from "./checkpoint.ts";
import { readRecord, writeRecord, type ExperimentRecord } from "./record.ts";

/* The files of a result in results/<name>/. The first line of a checkpoint is the sha256 of the second. */

/** The path of the checkpoint of a result. */
export function checkpointPath(results: string, name: string): string {
  return join(results, name, "checkpoint");
}

/** Reads a checkpoint. @returns undefined if there is none; "damaged" if it is, or if another version has written it */
export async function readCheckpoint(results: string, name: string): Promise<Checkpoint | "damaged" | undefined> {
  const text = await readIfExists(checkpointPath(results, name));
  if (text === undefined) return undefined;
  const [checksum, body = ""] = text.split("\n");
  return (checksum === sha256(body) ? parseCheckpoint(body) : undefined) ?? "damaged";
}

/** Writes a checkpoint. */
export async function writeCheckpoint(results: string, name: string, checkpoint: Checkpoint): Promise<void> {
  const body = renderCheckpoint(checkpoint);
  await writeWhole(checkpointPath(results, name), `${sha256(body)}\n${body}\n`);
}

/** Writes weights and record of a finished training, unless they are there. The record keeps measurements of the same weights. */
export async function writeResult(
  results: string,
  name: string,
  { recipe, state, engine, code }: Checkpoint,
): Promise<ExperimentRecord> {
  const { losses, accuracies, weights } = state;
  const record = { name, recipe, engine, code, losses, accuracies };
  const found = await readRecord(results, name);
  if (JSON.stringify({ ...found, measured: undefined }) === JSON.stringify(record) && found) return found;
  const origin = {
    seed: recipe.seed,
    epochs: recipe.epochs,
    engine,
    trainImages: recipe.trainImages,
    cleanAccuracy: accuracies.at(-1) ?? null,
  };
  await writeWeights(join(results, name), [{ name, shapes: recipe.shapes, weights, origin }]);
  await writeRecord(results, record);
  return record;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
