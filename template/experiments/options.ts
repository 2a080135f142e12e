import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { EngineChoice } from "@robustness-lab/fixtures/engine";
import { FULL, QUICK, type Experiment } from "./experiment.ts";
import { isResultName, nameOf } from "./training/name.ts";
import {
  DEFAULT_EPSILON,
  DEFAULT_STEPS,
  PUBLISHED_RECIPES,
  recipeOf,
  type NetworkName,
  type Recipe,
} from "./training/recipe.ts";

/** Where a run finds your functions and keeps its results, and how it computes. */
export interface Settings {
  readonly source: string;
  readonly results: string;
  readonly engine: EngineChoice;
  readonly threads: number;
}

/** The parsed command line of `npm run train`. */
export interface TrainOptions {
  readonly experiments: readonly Experiment[];
  /** Replaces results of the same names. */
  readonly fresh: boolean;
  readonly settings: Settings;
}

/** An invalid command line. The message gives the value received and the value expected. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

const OWN_FOLDER = fileURLToPath(new URL("../", import.meta.url));
const LARGEST_SEED = 2 ** 31 - 1;
const NETWORKS: readonly NetworkName[] = ["logistic-regression", "lenet"];
const ATTACKS = ["none", "fgsm", "pgd"] as const;
const ENGINES: readonly EngineChoice[] = ["auto", "node-gpu", "node", "wasm", "webgpu"];

/** Your src/ and results/, the best engine, and all cores. */
export const DEFAULT_SETTINGS: Settings = {
  source: join(OWN_FOLDER, "src"),
  results: join(OWN_FOLDER, "results"),
  engine: "auto",
  threads: availableParallelism(),
};

const SETTINGS = {
  source: { type: "string", default: DEFAULT_SETTINGS.source },
  results: { type: "string", default: DEFAULT_SETTINGS.results },
  engine: { type: "string", default: DEFAULT_SETTINGS.engine },
  threads: { type: "string", default: String(DEFAULT_SETTINGS.threads) },
  help: { type: "boolean", short: "h", default: false },
} as const;

const TRAINING = {
  model: { type: "string" },
  attack: { type: "string" },
  epsilon: { type: "string" },
  steps: { type: "string" },
  epochs: { type: "string" },
  "learning-rate": { type: "string" },
  seed: { type: "string" },
  name: { type: "string" },
  quick: { type: "boolean", default: false },
  fresh: { type: "boolean", default: false },
} as const;

const SETTINGS_HELP = `  --source DIR         the folder of the functions (default: src)
  --results DIR        the folder of the results (default: results)
  --engine NAME        ${ENGINES.join(", ")} (default: auto)
  --threads N          threads of the embedded engine (default: one per core)
  --help               show this help`;

export const TRAIN_HELP = `Usage: npm run train -- [options]

Trains with the functions under src/: without options logistic regression, LeNet and the adversarially trained LeNet of the
sheet. Then compares all results, as "npm run compare" does. Ctrl-C stops; the same command goes on after the last epoch.

  --model NAME         ${NETWORKS.join(" or ")}: train only this network
  --attack NAME        ${ATTACKS.join(", ")}: train it on attacked images (default: none)
  --epsilon E          radius of the attack (default: ${DEFAULT_EPSILON})
  --steps N            steps of PGD (default: ${DEFAULT_STEPS})
  --epochs N           passes over the data (default: 10)
  --learning-rate R    of Adam (default: 0.001)
  --seed N             of all random draws (default: 1)
  --name NAME          the folder below results/ (default: made from the options)
  --quick              a tenth of the data, to try it out
  --fresh              replace a result of the same name
${SETTINGS_HELP}

Example: npm run train -- --model lenet --attack pgd --epsilon 0.2`;

export const COMPARE_HELP = `Usage: npm run compare -- [options]

Shows the accuracy of all results under FGSM and PGD beside the published table, and writes results/report.html. Measures what
has not been measured yet, or was before src/ changed.

${SETTINGS_HELP}`;

/** Parses the command line of `npm run train`. @returns "help" for --help. @throws UsageError */
export function parseTrainOptions(args: readonly string[]): TrainOptions | "help" {
  const values = parse(args, { ...SETTINGS, ...TRAINING });
  if (values.help) return "help";
  return { experiments: experimentsOf(values), fresh: values.fresh, settings: settingsOf(values) };
}

/** Parses the command line of `npm run compare`. @returns "help" for --help. @throws UsageError */
export function parseCompareOptions(args: readonly string[]): Settings | "help" {
  const values = parse(args, SETTINGS);
  return values.help ? "help" : settingsOf(values);
}

function parse<const O extends NonNullable<Parameters<typeof parseArgs>[0]>["options"]>(
  args: readonly string[],
  options: O,
) {
  try {
    return parseArgs({ args: [...args], options: options as O & object }).values;
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function settingsOf(values: {
  readonly source: string;
  readonly results: string;
  readonly engine: string;
  readonly threads: string;
}): Settings {
  const [source, results] = [resolve(values.source), resolve(values.results)];
  if (!existsSync(source)) throw new UsageError(`--source is ${values.source}, which does not exist`);
  const engine = oneOf("--engine", values.engine, ENGINES);
  return { source, results, engine, threads: integer("--threads", values.threads, 64) };
}

type TrainingValues = Readonly<
  Partial<Record<"model" | "attack" | "epsilon" | "steps" | "epochs" | "learning-rate" | "seed" | "name", string>>
> & { readonly quick: boolean };

function experimentsOf(values: TrainingValues): readonly Experiment[] {
  const changes = changesOf(values);
  if (values.model === undefined) {
    const alone = (["attack", "epsilon", "steps", "name"] as const).find((option) => values[option] !== undefined);
    if (alone !== undefined)
      throw new UsageError(`--${alone} needs a network: --model ${NETWORKS.join(" or --model ")}`);
    return Object.values(PUBLISHED_RECIPES).map((recipe) => named({ ...recipe, ...changes }, values));
  }
  const attack = attackOf(values);
  return [named(recipeOf(oneOf("--model", values.model, NETWORKS), { attack, ...changes }), values)];
}

function changesOf(values: TrainingValues): Partial<Recipe> {
  return {
    ...(values.epochs !== undefined && { epochs: integer("--epochs", values.epochs, 1000) }),
    ...(values["learning-rate"] !== undefined && {
      learningRate: positive("--learning-rate", values["learning-rate"], 10),
    }),
    ...(values.seed !== undefined && { seed: integer("--seed", values.seed, LARGEST_SEED) }),
    trainImages: (values.quick ? QUICK : FULL).trainImages,
  };
}

function attackOf({ attack, epsilon, steps }: TrainingValues): Recipe["attack"] {
  const kind = oneOf("--attack", attack ?? "none", ATTACKS);
  if (kind !== "pgd" && steps !== undefined) throw new UsageError("--steps needs --attack pgd");
  if (kind === "none") {
    if (epsilon !== undefined) throw new UsageError("--epsilon needs --attack fgsm or --attack pgd");
    return { kind };
  }
  const radius = epsilon === undefined ? DEFAULT_EPSILON : positive("--epsilon", epsilon, 1);
  if (kind === "fgsm") return { kind, epsilon: radius };
  return { kind, epsilon: radius, steps: steps === undefined ? DEFAULT_STEPS : integer("--steps", steps, 1000) };
}

function named(recipe: Recipe, { name }: TrainingValues): Experiment {
  if (name === undefined) return { name: nameOf(recipe), recipe };
  if (isResultName(name)) return { name, recipe };
  throw new UsageError(
    `--name is ${name}, expected up to 60 letters, digits, dots, dashes and underscores, and a name that Windows allows`,
  );
}

function oneOf<T extends string>(option: string, given: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === given);
  if (found !== undefined) return found;
  throw new UsageError(`${option} is ${given}, expected ${choices.join(" or ")}`);
}

function integer(option: string, given: string, largest: number): number {
  const value = /^\d{1,10}$/.test(given) ? Number(given) : NaN;
  if (value >= 1 && value <= largest) return value;
  throw new UsageError(`${option} is ${given}, expected a whole number from 1 to ${largest}`);
}

function positive(option: string, given: string, largest: number): number {
  const value = /^\d*\.?\d+(e-?\d+)?$/i.test(given) ? Number(given) : NaN;
  if (value > 0 && value <= largest) return value;
  throw new UsageError(`${option} is ${given}, expected a number above 0 and up to ${largest}`);
}
