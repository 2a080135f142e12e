import { randomInt } from "node:crypto";
import { UsageError } from "../../shared/errors.ts";
import type { Course } from "../course/course.ts";
import type { ClassFile, ClassSettings } from "./class-file.ts";
import type { Shard } from "./plan.ts";

/** The settings that a run requests. */
export interface RequestedSettings {
  readonly grader: Omit<ClassFile["grader"], "seed">;
  readonly seed?: number;
  readonly only?: readonly string[];
  readonly shard?: Shard;
  readonly course?: Course;
}

/**
 * The settings of a run. An existing class keeps its settings, so that all of its results are comparable.
 *
 * @throws UsageError if the request contradicts the existing class, or a shard has no seed
 */
export function resolveSettings(
  requested: RequestedSettings,
  previous: ClassFile | undefined,
  out: string,
): ClassSettings {
  const { grader, only, shard } = requested;
  // Another course makes other lateness, but no other results. A forgotten --course must not lose the penalties.
  const course = requested.course ?? previous?.course;
  const seed = requested.seed ?? previous?.grader.seed;
  if (seed === undefined && shard !== undefined) {
    throw new UsageError("--shard needs --seed: all shards of a class must draw the same probes");
  }
  const settings: ClassSettings = {
    grader: { ...grader, seed: seed ?? randomInt(1, 2 ** 31) },
    ...(only === undefined ? {} : { only }),
    ...(course === undefined ? {} : { course }),
    ...(shard === undefined ? {} : { shards: { of: shard.of, parts: [shard.index] } }),
  };
  const difference = previous === undefined ? undefined : differenceOf(settings, previous);
  if (difference === undefined) return settings;
  throw new UsageError(`${out} contains a class graded with ${difference}; choose another folder with --out`);
}

/** The first difference between two settings, with both values; undefined if there is none. */
export function differenceOf(wanted: ClassSettings, existing: ClassSettings): string | undefined {
  const pairs = [
    ["grader version", wanted.grader.version, existing.grader.version],
    ["seed", String(wanted.grader.seed), String(existing.grader.seed)],
    ["engine", wanted.grader.engine, existing.grader.engine],
    ["isolation", wanted.grader.isolation, existing.grader.isolation],
    ["--only", wanted.only?.join(",") ?? "nothing", existing.only?.join(",") ?? "nothing"],
    ["shard", describeShards(wanted.shards), describeShards(existing.shards)],
  ] as const;
  const different = pairs.find(([, a, b]) => a !== b);
  if (different !== undefined) return `${different[0]} ${different[2]}, not ${different[1]}`;
  if (wanted.grader.digest === existing.grader.digest) return undefined;
  const [a, b] = [wanted, existing].map(({ grader }) => grader.digest.slice(0, 8));
  return `another grader with the same version ${existing.grader.version} (files ${String(b)}, not ${String(a)})`;
}

function describeShards(shards: ClassSettings["shards"]): string {
  return shards === undefined ? "of the whole class" : `${shards.parts.join(",")}/${shards.of}`;
}
