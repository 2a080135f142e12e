import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { MODEL_NAMES, readWeights, type ModelName, type ModelWeights } from "@robustness-lab/fixtures/weights";
import { z } from "zod";
import { FaultError } from "../../shared/errors.ts";

/** The part of an experiment's result.json that is read here. */
const RESULT = z.object({
  recipe: z.object({
    shapes: z.record(z.string(), z.array(z.int().positive())),
    seed: z.int(),
    epochs: z.int(),
    trainImages: z.int(),
  }),
  engine: z.string(),
  measured: z.object({ fgsm: z.object({ done: z.array(z.number()) }) }),
});

/** A published model, trained and measured by the students' program. */
export interface TrainedModel {
  readonly model: ModelName;
  /** Accuracies under FGSM, in the order of EPSILONS. */
  readonly fgsm: readonly number[];
  readonly stored: ModelWeights;
}

/** The results of the three models in a folder. @throws FaultError if one is missing */
export async function readTrainedModels(
  folder: string,
  { seed, quick }: { readonly seed: number; readonly quick: boolean },
): Promise<readonly TrainedModel[]> {
  const suffix = `${seed === 1 ? "" : `-seed-${seed}`}${quick ? "-quick" : ""}`;
  return Promise.all(MODEL_NAMES.map((model) => readTrained(folder, model, `${model}${suffix}`)));
}

async function readTrained(folder: string, model: ModelName, name: string): Promise<TrainedModel> {
  try {
    const { recipe, engine, measured } = RESULT.parse(
      JSON.parse(await readFile(join(folder, name, "result.json"), "utf8")),
    );
    const { shapes, seed, epochs, trainImages } = recipe;
    const fgsm = measured.fgsm.done;
    const origin = { seed, epochs, engine, trainImages, cleanAccuracy: fgsm[0] };
    return {
      model,
      fgsm,
      stored: { name: model, shapes, weights: await readWeights(name, join(folder, name)), origin },
    };
  } catch (cause) {
    throw new FaultError(`${name} was not trained and measured as expected`, { cause });
  }
}
