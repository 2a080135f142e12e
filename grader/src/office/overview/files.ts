import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

/** The files of an overview. */
export const OVERVIEW_FILES = ["overview.html", "overview.csv", "overview.json"] as const;

const ATTENTION = z.object({ attention: z.array(z.unknown()) });

/** The number of submissions for manual review in the overview of a class, which is read without loading the plots. */
export async function countForReview(folder: string): Promise<number> {
  const text = await readFile(join(folder, "overview.json"), "utf8");
  return ATTENTION.parse(JSON.parse(text)).attention.length;
}
