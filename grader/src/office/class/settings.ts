import { randomInt } from "node:crypto";
import { UsageError } from "../../shared/errors.ts";
import type { ClassFile } from "./class-file.ts";
import type { Shard } from "./plan.ts";

/** What all results of a class have in common. */
export type ClassSettings = Pick<ClassFile, "grader" | "only" | "shards">;

/** What was asked for, and what there is. */
export interface Asked {
  readonly grader: Omit<ClassFile["grader"], "seed">;
  readonly seed?: number;
  readonly only?: readonly string[];
  readonly shard?: Shard;
}

/**
 * The settings of a run. A class that is there already has its own, and it keeps them: its results have to be comparable.
 *
 * @throws UsageError where what was asked for is not what the class has, or a shard has no seed
 */
export function settleSettings(asked: Asked, previous: ClassFile | undefined, out: string): ClassSettings {
  const { grader, only, shard } = asked;
  const seed = asked.seed ?? previous?.grader.seed;
  if (seed === undefined && shard !== undefined) {
    throw new UsageError("--shard needs --seed: all shards of a class have to draw the same probes");
  }
  const settings: ClassSettings = {
    grader: { ...grader, seed: seed ?? randomInt(1, 2 ** 31) },
    ...(only === undefined ? {} : { only }),
    ...(shard === undefined ? {} : { shards: { of: shard.of, parts: [shard.index] } }),
  };
  const difference = previous === undefined ? undefined : differenceOf(settings, previous);
  if (difference === undefined) return settings;
  throw new UsageError(`${out} holds a class graded with ${difference}; choose another folder with --out`);
}

/** The first thing in which two settings differ, in words that name the second's and the first's. */
export function differenceOf(wanted: ClassSettings, there: ClassSettings): string | undefined {
  const pairs = [
    ["grader version", wanted.grader.version, there.grader.version],
    ["seed", String(wanted.grader.seed), String(there.grader.seed)],
    ["engine", wanted.grader.engine, there.grader.engine],
    ["isolation", wanted.grader.isolation, there.grader.isolation],
    ["--only", wanted.only?.join(",") ?? "nothing", there.only?.join(",") ?? "nothing"],
    ["shard", describeShards(wanted.shards), describeShards(there.shards)],
  ] as const;
  const different = pairs.find(([, a, b]) => a !== b);
  if (different !== undefined) return `${different[0]} ${different[2]}, not ${different[1]}`;
  if (wanted.grader.digest === there.grader.digest) return undefined;
  const [a, b] = [wanted, there].map(({ grader }) => grader.digest.slice(0, 8));
  return `another grader that also calls itself ${there.grader.version} (files ${String(b)}, not ${String(a)})`;
}

/** Parts of a class, as they are typed. */
export function describeShards(shards: ClassSettings["shards"]): string {
  return shards === undefined ? "of the whole class" : `${shards.parts.join(",")}/${shards.of}`;
}
