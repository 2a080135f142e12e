import { availableParallelism } from "node:os";
import { InvalidArgumentError, Option } from "commander";
import type { EngineChoice } from "@robustness-lab/fixtures/engine";
import type { IsolationName } from "../pipeline/run/isolation/index.ts";
import type { Layout } from "../office/class/discover/folder.ts";
import type { Shard } from "../office/class/plan.ts";
import { CACHE_FOLDER } from "../shared/paths.ts";

/** A declared option; `T` is the type of its value, and `Absent` is undefined where it may be left out. */
export interface Declared<T, Absent extends undefined = never> {
  readonly build: () => Option;
  readonly type?: T | Absent;
}

/** The options of a command by the names that commander gives them ("dryRun" for --dry-run). */
export type Declarations = Readonly<Record<string, Declared<unknown, undefined>>>;

/** The parsed values of declared options. */
export type Values<O extends Declarations> = {
  readonly [K in keyof O as undefined extends TypeOf<O[K]> ? never : K]: TypeOf<O[K]>;
} & { readonly [K in keyof O as undefined extends TypeOf<O[K]> ? K : never]?: Exclude<TypeOf<O[K]>, undefined> };

type TypeOf<D> = D extends { readonly type?: infer T } ? T : never;

const LARGEST_SEED = 2 ** 31 - 1;
const MAX_JOBS = 512;
const MAX_SHARDS = 10_000;

/** `--name` without a value. */
export function flag(flags: string, description: string, conflictsWith: readonly string[] = []): Declared<boolean> {
  return { build: () => new Option(flags, description).default(false).conflicts([...conflictsWith]) };
}

/** An option without a default; undefined if omitted. */
export function optional(flags: string, description: string): Declared<string, undefined>;
export function optional<T>(flags: string, description: string, parse: (text: string) => T): Declared<T, undefined>;
export function optional(
  flags: string,
  description: string,
  parse?: (text: string) => unknown,
): Declared<never, undefined> {
  return { build: () => withParser(new Option(flags, description), parse) };
}

/** An option with a default. */
export function defaulted<T = string>(
  flags: string,
  description: string,
  { value, shown, parse }: { readonly value: T; readonly shown?: string; readonly parse?: (text: string) => T },
): Declared<T> {
  return { build: () => withParser(new Option(flags, description).default(value, shown), parse) };
}

/** An option whose value is one of a list; the first of `choices` is the default. */
export function oneOf<const T extends string>(
  flags: string,
  description: string,
  choices: readonly [T, ...T[]],
): Declared<T> {
  return { build: () => new Option(flags, description).choices(choices).default(choices[0]) };
}

/** An option that has to be given. */
export function required(flags: string, description: string, parse: (text: string) => string): Declared<string> {
  return {
    build: () => new Option(flags, `${description} (required)`).makeOptionMandatory().argParser(parse),
  };
}

/** Like `oneOf`, without a default: it has to be given. */
export function requiredOneOf<const T extends string>(
  flags: string,
  description: string,
  choices: readonly T[],
): Declared<T> {
  return { build: () => new Option(flags, `${description} (required)`).choices(choices).makeOptionMandatory() };
}

/** An option with several values of a list, separated by spaces; all by default. */
export function severalOf<const T extends string>(
  flags: string,
  description: string,
  choices: readonly T[],
): Declared<readonly T[]> {
  return { build: () => new Option(flags, description).choices(choices).default(choices, "all") };
}

function withParser(option: Option, parse: ((text: string) => unknown) | undefined): Option {
  return parse === undefined ? option : option.argParser(parse);
}

/** Says why WebGPU is not among the engines that grade. */
function withoutWebgpu(option: Option): Option {
  const { parseArg } = option;
  return option.argParser((value: string, previous: unknown) => {
    if (value !== "webgpu") return parseArg?.(value, previous);
    throw new InvalidArgumentError(
      "webgpu trains but does not grade: the sandbox shows a submission no graphics card.",
    );
  });
}

/** Parses a decimal integer from `min` to `max`; rejects 0x10, 1e3 and 1.0. */
export function integer(min: number, max: number, note = ""): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Expected an integer from ${min} to ${max}${note}.`);
  };
}

/** Parses a comma-separated list. */
export function list(text: string): readonly string[] {
  return text.split(",");
}

const parseSeed = integer(1, LARGEST_SEED, " (0 is not a seed)");

/** Parses one of several parts, "2/4". */
export function parsePart(text: string): Shard {
  const [index = 0, of = 0] = /^\d{1,5}\/\d{1,5}$/.test(text) ? text.split("/").map(Number) : [];
  if (index >= 1 && index <= of && of >= 2 && of <= MAX_SHARDS) return { index, of };
  throw new InvalidArgumentError("Expected a part and the number of parts, such as 2/4.");
}

/** An http or https address. */
export function parseUrl(text: string): string {
  const isWeb = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
  if (!isWeb) throw new InvalidArgumentError("Expected an address that begins with http:// or https://.");
  return text;
}

/** The beginning of a repository's name, without characters that rules of an organisation would take for a pattern. */
function repositoryPrefix(text: string): string {
  if (/^[\w.-]{1,60}$/.test(text)) return text;
  throw new InvalidArgumentError("Expected letters, digits, hyphens, dots and underscores.");
}

/** An organisation, or owner/name of a repository. */
export function githubName(pattern: "ORG" | "OWNER/NAME"): (text: string) => string {
  return (text) => {
    if ((pattern === "ORG" ? /^[A-Za-z\d-]{1,39}$/ : /^[A-Za-z\d-]{1,39}\/[\w.-]{1,100}$/).test(text)) return text;
    throw new InvalidArgumentError(`Expected ${pattern === "ORG" ? "the name of an organisation" : "owner/name"}.`);
  };
}

/* Options that several commands share. */

const ENGINES = ["auto", "node-gpu", "node", "wasm"] as const;
export const TRAINING_ENGINE = oneOf<EngineChoice>("--engine <name>", "compute engine", [...ENGINES, "webgpu"]);
export const ENGINE: Declared<EngineChoice> = {
  build: () => withoutWebgpu(new Option("--engine <name>", "compute engine").choices(ENGINES).default("auto")),
};
export const ISOLATION = oneOf<IsolationName>("--isolation <name>", "isolation method; node is for your own code", [
  "bubblewrap",
  "node",
]);
export const LAYOUT = oneOf<Layout>("--layout <name>", "naming scheme of the folder", [
  "auto",
  "plain",
  "moodle",
  "canvas",
]);
export const COURSE = optional("--course <file>", "course.yaml: deadline, extensions, penalty, teams");
export const TIMES = optional(
  "--times <file>",
  "when it was handed in: Moodle's worksheet, or .csv with id, submitted",
);
export const ONLY = optional("--only <ids>", "check or exercise ids, comma-separated", list);
export const SHARD = optional("--shard <i/n>", "grade only part i of n equal parts; needs --seed", parsePart);
export const CACHE = defaulted("--cache <dir>", "cache of results", {
  value: `${CACHE_FOLDER}grades`,
  shown: "in node_modules",
});
export const ORG = required("--org <name>", "organisation of the repositories", githubName("ORG"));
export const PREFIX = defaulted("--prefix <name>", "repositories are called <name>-<account>", {
  value: "lab",
  parse: repositoryPrefix,
});
export const PAUSE = defaulted("--pause <ms>", "pause after each request that writes; 0 for a server without limits", {
  value: 1000,
  parse: integer(0, 600_000),
});
export const CHECK = flag("--check", "only compare, for CI: exit 1 if out of date");
export const EXERCISE = optional("--exercise <id>", "only the rows of one exercise");
export const THREADS = defaulted("--threads <n>", "threads of the embedded engine", {
  value: availableParallelism(),
  parse: integer(1, 64),
});

export const out = (description: string, value: string): Declared<string> =>
  defaulted("--out <dir>", description, { value });
export const outOptional = (description: string): Declared<string, undefined> => optional("--out <path>", description);
export const outRequired = (description: string): Declared<string> => ({
  build: () => new Option("--out <dir>", `${description} (required)`).makeOptionMandatory(),
});
export const seedOptional = (description: string): Declared<number, undefined> =>
  optional("--seed <n>", description, parseSeed);
export const seed = (description: string): Declared<number> =>
  defaulted("--seed <n>", description, { value: 1, parse: parseSeed });
export const jobs = (description: string): Declared<number, undefined> =>
  optional("--jobs <n>", description, integer(1, MAX_JOBS));
export const jobsPerCore = (description: string): Declared<number> =>
  defaulted("--jobs <n>", description, {
    value: availableParallelism(),
    shown: "one per core",
    parse: integer(1, MAX_JOBS),
  });
export const count = (flags: string, description: string, value: number, min = 1): Declared<number> =>
  defaulted(flags, description, { value, parse: integer(min, 100_000) });
