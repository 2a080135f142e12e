import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { packWeights, type StoredWeights, type WeightsManifestEntry } from "@robustness-lab/fixtures/weights";
import writeFileAtomic from "write-file-atomic";

/** A model's weights and what is to be known about them. */
export interface WeightsToKeep {
  readonly name: string;
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly weights: StoredWeights;
  readonly origin: WeightsOrigin;
}

/** Where stored weights come from. */
export interface WeightsOrigin {
  readonly seed: number;
  readonly epochs: number;
  readonly engine: string;
  readonly trainImages: number;
  /** 0 to 1 */
  readonly cleanAccuracy: number;
}

/** Writes weights and their manifest; the manifest comes last, so it never speaks of a file that is not there. */
export async function writeWeights(folder: string, models: readonly WeightsToKeep[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const entries = await Promise.all(
    models.map(async (model) => [model.name, await writeModel(folder, model)] as const),
  );
  await writeFileAtomic(
    join(folder, "manifest.json"),
    `${JSON.stringify(Object.fromEntries(entries), undefined, 2)}\n`,
  );
}

async function writeModel(
  folder: string,
  { name, shapes, weights, origin }: WeightsToKeep,
): Promise<WeightsManifestEntry & WeightsOrigin> {
  const content = Buffer.from(packWeights(weights, Object.keys(shapes)));
  const file = `${name}.f32`;
  await writeFileAtomic(join(folder, file), content);
  return {
    file,
    sha256: createHash("sha256").update(content).digest("hex"),
    tensors: Object.entries(shapes).map(([tensor, shape]) => ({ name: tensor, shape })),
    ...origin,
  };
}
