import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { packWeights, type StoredWeights, type WeightsManifestEntry } from "@robustness-lab/fixtures/weights";
import writeFileAtomic from "write-file-atomic";

/** The weights of a model and their origin. */
export interface ModelWeights {
  readonly name: string;
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly weights: StoredWeights;
  readonly origin: WeightsOrigin;
}

/** The training that weights come from. */
interface WeightsOrigin {
  readonly seed: number;
  readonly epochs: number;
  readonly engine: string;
  readonly trainImages: number;
  /** 0 to 1 */
  readonly cleanAccuracy: number;
}

/** Writes weights, then their manifest, so that the manifest never names a missing file. */
export async function writeWeights(folder: string, models: readonly ModelWeights[]): Promise<void> {
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
  { name, shapes, weights, origin }: ModelWeights,
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
