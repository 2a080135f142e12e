import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { takeFirst, type Dataset } from "@robustness-lab/fixtures";
import { loadEngine, type Engine } from "@robustness-lab/fixtures/engine";
import { readMnist } from "@robustness-lab/fixtures/mnist";
import writeFileAtomic from "write-file-atomic";
import { removeCheckpoints } from "./checkpoint-files.ts";
import { RECIPE } from "./configuration.ts";
import { measureModel } from "./measure.ts";
import { models } from "./models.ts";
import type { ReproduceOptions } from "./options.ts";
import { renderReport, renderVerdict } from "./render-report.ts";
import { allMisses, cleanAccuracy, type Reproduction } from "./reproduction.ts";
import type { Progress } from "./stage-progress.ts";
import { renderTextTable, tablesOf } from "./tables.ts";
import { trainModels, type TrainedModel } from "./train-models.ts";
import { writeWeights, type ModelWeights } from "./weights-files.ts";

export interface RunOutput {
  readonly log: (line: string) => void;
  readonly progress: Progress;
}

const SIZES = {
  full: { trainImages: 60_000, testImages: 10_000 },
  quick: { trainImages: 6_000, testImages: 1_000 },
} as const;

/**
 * Trains the three models, measures them, writes report and weights.
 *
 * @returns whether the published results were reproduced; true for a quick run, which is not judged
 */
export async function runReproduction(options: ReproduceOptions, output: RunOutput): Promise<boolean> {
  const engine = await loadEngine(options.engine, { log: output.log, threads: options.threads });
  const data = await readData(options);
  const checkpointFolder = join(options.outFolder, "checkpoints");
  if (options.fresh) await removeCheckpoints(checkpointFolder);
  const shared = { seed: options.seed, engine: engine.name, checkpointFolder, ...output };
  const trained = await trainModels({ ...shared, models, dataset: data.train });
  const reproduction = measureAll(trained, { options, engine, data, output });
  await writeReport(options.outFolder, reproduction, output.log);
  return writeAllWeights(trained, reproduction, { options, log: output.log });
}

interface Data {
  readonly train: Dataset;
  readonly test: Dataset;
}

async function readData({ quick }: ReproduceOptions): Promise<Data> {
  const { trainImages, testImages } = quick ? SIZES.quick : SIZES.full;
  const [train, test] = await Promise.all([readMnist("train"), readMnist("test")]);
  return { train: takeFirst(train, trainImages), test: takeFirst(test, testImages) };
}

interface MeasureAllContext {
  readonly options: ReproduceOptions;
  readonly engine: Engine;
  readonly data: Data;
  readonly output: RunOutput;
}

function measureAll(
  trained: readonly TrainedModel[],
  { options, engine, data, output }: MeasureAllContext,
): Reproduction {
  const { seed, quick, pgdImages } = options;
  const context = { dataset: data.test, pgdImages, batchSize: RECIPE.batchSize, seed, progress: output.progress };
  return {
    schema: "robustness-lab/reproduction/v1",
    quick,
    seed,
    engine: engine.name,
    epochs: RECIPE.epochs,
    trainImages: data.train.count,
    testImages: data.test.count,
    pgdImages: Math.min(pgdImages, data.test.count),
    models: trained.map((model) => measureModel(model, context)),
  };
}

async function writeReport(folder: string, reproduction: Reproduction, log: RunOutput["log"]): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(renderReport(reproduction))) {
    await writeFileAtomic(join(folder, name), content);
  }
  for (const table of tablesOf(reproduction)) log(`\n${renderTextTable(table).trimEnd()}`);
  log(`\n${renderVerdict(reproduction)}`);
  log(`Report: ${join(folder, "report.md")}, result.json, accuracy.svg, losses.svg`);
}

/** Only a full run that reproduces the published results replaces the stored weights. */
async function writeAllWeights(
  trained: readonly TrainedModel[],
  reproduction: Reproduction,
  { options, log }: { readonly options: ReproduceOptions; readonly log: RunOutput["log"] },
): Promise<boolean> {
  const isReproduced = options.quick || allMisses(reproduction).length === 0;
  const isTrusted = !options.quick && isReproduced;
  const folder = isTrusted ? options.weightsFolder : join(options.outFolder, "weights");
  await writeWeights(
    folder,
    trained.map((model) => storedModel(model, reproduction)),
  );
  const why = options.quick ? "a quick run" : "a run that misses its limits";
  log(`Weights: ${folder}${isTrusted ? "" : ` (${why} does not change ${options.weightsFolder})`}`);
  return isReproduced;
}

function storedModel({ model, configuration, state }: TrainedModel, { models: results }: Reproduction): ModelWeights {
  const result = results.find(({ name }) => name === model.name);
  const { seed, epochs, engine, trainImages } = configuration;
  return {
    name: model.name,
    shapes: model.shapes,
    weights: state.weights,
    origin: { seed, epochs, engine, trainImages, cleanAccuracy: result ? cleanAccuracy(result) : NaN },
  };
}
