import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { readIfExists, writeWhole } from "@robustness-lab/fixtures/files";
import { MODEL_NAMES } from "@robustness-lab/fixtures/weights";
import type { Measurements } from "../measure/measurements.ts";
import type { Recipe } from "../training/recipe.ts";

const SCHEMA = "robustness-lab/experiment/v1";

/** A trained network and its measurements: results/<name>/result.json. */
export interface ExperimentRecord {
  readonly name: string;
  readonly recipe: Recipe;
  readonly engine: string;
  /** The digest of src/ that trained it. */
  readonly code: string;
  /** The loss of each step. */
  readonly losses: readonly number[];
  /** Accuracy on the test images after each epoch; null where 2.1 accuracy was a stub. */
  readonly accuracies: readonly (number | null)[];
  readonly measured?: Measurements;
}

/** Writes a record. */
export async function writeRecord(results: string, record: ExperimentRecord): Promise<void> {
  const content = JSON.stringify({ schema: SCHEMA, ...record }, undefined, 1);
  await writeWhole(recordPath(results, record.name), `${content}\n`);
}

/** Reads the record of a result. @returns undefined if there is none, or none that this version can read */
export async function readRecord(results: string, name: string): Promise<ExperimentRecord | undefined> {
  const text = await readIfExists(recordPath(results, name));
  if (text === undefined) return undefined;
  try {
    const { schema, ...record } = JSON.parse(text) as ExperimentRecord & { readonly schema?: unknown };
    return schema === SCHEMA ? { ...record, name } : undefined;
  } catch {
    return undefined;
  }
}

/** Reads all records, the published models first, then by name. */
export async function readRecords(results: string): Promise<readonly ExperimentRecord[]> {
  const names = await readdir(results, { withFileTypes: true }).catch(() => []);
  const folders = names.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const records = await Promise.all(folders.sort(inOrder).map((name) => readRecord(results, name)));
  return records.filter((record) => record !== undefined);
}

/** The published models, and after each the results whose names begin with its name, such as "lenet-quick". */
function inOrder(one: string, other: string): number {
  return placeOf(one) - placeOf(other) || (one < other ? -1 : 1);
}

function placeOf(name: string): number {
  const place = MODEL_NAMES.findLastIndex((model) => name === model || name.startsWith(`${model}-`));
  return place === -1 ? MODEL_NAMES.length : place;
}

function recordPath(results: string, name: string): string {
  return join(results, name, "result.json");
}
