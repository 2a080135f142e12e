import { createHash } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { renderJson } from "../../pipeline/report/json.ts";
import { parseResult, type Result } from "../../pipeline/score/result.ts";

/** Everything that determines a result. The student's name does not: equal submissions get equal results. */
export interface CacheKey {
  readonly graderDigest: string;
  readonly engine: string;
  readonly isolation: string;
  readonly seed: number;
  readonly only: readonly string[] | null;
  /** Of the staged files. */
  readonly sha256: string | null;
  /** The reason why nothing can be graded; null if it can be graded. */
  readonly problem: string | null;
  /** Warnings that are known before anything runs. */
  readonly warnings: readonly string[];
}

/** Results by their keys. */
export interface Cache {
  readonly get: (key: CacheKey) => Promise<Result | undefined>;
  readonly put: (key: CacheKey, result: Result) => Promise<void>;
}

/** Opens a folder of cached results. Failures to read or write only cost time. */
export function openCache(folder: string): Cache {
  const fileOf = (key: CacheKey): string => {
    const name = createHash("sha256")
      .update(JSON.stringify([process.versions.node, canonical(key)]))
      .digest("hex");
    return join(folder, name.slice(0, 2), `${name}.json`);
  };
  return {
    get: async (key) => {
      try {
        return parseResult(JSON.parse(await readFile(fileOf(key), "utf8")));
      } catch {
        return undefined;
      }
    },
    put: async (key, result) => {
      try {
        await mkdir(dirname(fileOf(key)), { recursive: true });
        await writeFileAtomic(fileOf(key), renderJson(result));
      } catch {
        // The next run grades it again.
      }
    },
  };
}

/** The values in a fixed order; the order of an object's keys depends on how it was built. */
function canonical(key: CacheKey): readonly unknown[] {
  const { graderDigest, engine, isolation, seed, only, sha256, problem, warnings } = key;
  return [graderDigest, engine, isolation, seed, only, sha256, problem, warnings];
}
