import { takeFirst } from "@robustness-lab/fixtures";
import { sizesOf, type Experiment, type Laboratory } from "./experiment.ts";
import { fits, type Checkpoint } from "./records/checkpoint.ts";
import { NO_COSTS, readCosts, renderCosts, startMeter, writeCosts } from "./records/costs.ts";
import type { ExperimentRecord } from "./records/record.ts";
import { readCheckpoint, writeCheckpoint, writeResult } from "./records/result-files.ts";
import { describe, narrate, plural } from "./narrate.ts";
import { initialState, trainEpoch } from "./training/train-epoch.ts";

/** A name is taken by a different training. */
export class NameTakenError extends Error {
  override readonly name = "NameTakenError";
}

/**
 * Trains a network, from its checkpoint if there is one, and writes a checkpoint after each epoch. The files of a result do
 * not depend on interruptions, except for its costs.
 *
 * @throws NameTakenError if the name is taken; whatever your functions throw
 */
export async function trainModel(experiment: Experiment, laboratory: Laboratory): Promise<ExperimentRecord> {
  const { name, recipe } = experiment;
  const { results, terminal } = laboratory;
  const begun = await begin(experiment, laboratory);
  const isNew = begun.state.epoch < recipe.epochs;
  const done = isNew ? await trainOn(begun, experiment, laboratory) : begun;
  const costs = `${name}: ${plural(done.state.epoch)}, ${renderCosts(await readCosts(results, name))}`;
  terminal.line(isNew ? costs : `${name} is trained already (${costs.slice(name.length + 2)})`);
  return writeResult(results, name, done);
}

async function begin(experiment: Experiment, laboratory: Laboratory): Promise<Checkpoint> {
  const { name, recipe } = experiment;
  const { engine, code, terminal } = laboratory;
  const origin = { recipe, engine, code: code.digest };
  const found = await readCheckpoint(laboratory.results, name);
  if (found === "damaged") terminal.line(`${name}: its checkpoint is damaged, so it starts over`);
  if (found === undefined || found === "damaged") return { ...origin, state: initialState(recipe) };
  if (!fits(found, origin)) {
    throw new NameTakenError(
      `results/${name} is a training with other options: choose another --name, or replace it with --fresh`,
    );
  }
  if (found.code === origin.code) return { ...found, recipe };
  if (found.state.epoch < recipe.epochs) {
    terminal.line(`${name}: src/ has changed since its last epoch, so it starts over`);
    return { ...origin, state: initialState(recipe) };
  }
  terminal.line(`${name}: src/ has changed since it was trained; --fresh trains it again`);
  return found;
}

async function trainOn(begun: Checkpoint, experiment: Experiment, laboratory: Laboratory): Promise<Checkpoint> {
  const { name, recipe } = experiment;
  const { code, results, train, test, terminal } = laboratory;
  const { trainImages, testImages } = sizesOf(recipe);
  const dataset = takeFirst(await train(), trainImages);
  const { onStep, onEpoch } = narrate(recipe, begun.state.epoch, terminal);
  const context = { functions: code.functions, recipe, dataset, test: takeFirst(test, testImages), onStep };
  terminal.line(`${name}: ${describe(recipe)}`);
  const earlier = begun.state.epoch === 0 ? NO_COSTS : await readCosts(results, name);
  const meter = startMeter();
  let checkpoint = begun;
  while (checkpoint.state.epoch < recipe.epochs) {
    checkpoint = { ...checkpoint, state: await trainEpoch(checkpoint.state, context) };
    await writeCheckpoint(results, name, checkpoint);
    await writeCosts(results, name, meter(earlier));
    onEpoch(checkpoint.state);
    experiment.onEpoch?.(checkpoint.state);
  }
  return checkpoint;
}
