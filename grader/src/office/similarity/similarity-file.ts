import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { UsageError } from "../../shared/errors.ts";
import { codeOf } from "../../shared/write-error.ts";

/** The version of similarity.json; it changes with its shape. */
export const SIMILARITY_SCHEMA_ID = "robustness-lab/similarity/v1";

const id = z.string().min(1);

const SCHEMA = z.strictObject({
  schema: z.literal(SIMILARITY_SCHEMA_ID),
  /** The submissions that were compared, with the digests of their files. */
  submissions: z.array(z.strictObject({ id, name: z.string(), sha256: z.string() })),
  /** Ids of submissions connected by pairs that stand out, the largest group first. */
  clusters: z.array(z.array(id).min(2)),
  /** The most surprising first; the rest of the class shares less. */
  pairs: z.array(
    z.strictObject({
      left: id,
      right: id,
      /** The surprise of what they share. */
      bits: z.number().min(0),
      /** As a part of what is distinctive in the one that has less of it. */
      share: z.number().min(0).max(1),
      standsOut: z.boolean(),
    }),
  ),
  notes: z.array(z.string()),
});

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/** The contents of similarity.json. */
export type Similarity = DeepReadonly<z.infer<typeof SCHEMA>>;

/** Reads similarity.json in the folder of a class; undefined if there is none. @throws UsageError */
export async function readSimilarity(folder: string): Promise<Similarity | undefined> {
  const file = join(folder, "similarity.json");
  try {
    return SCHEMA.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(codeOf(error))) return undefined;
    throw new UsageError(`${file} was not written by this grader: remove it, or run similarity again`, {
      cause: error,
    });
  }
}
