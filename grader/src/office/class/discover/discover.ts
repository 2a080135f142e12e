import { stat } from "node:fs/promises";
import { UsageError } from "../../../shared/errors.ts";
import { discoverFolder, type Layout } from "./folder.ts";
import type { FoundClass, ReadingOptions } from "./found-class.ts";
import type { Submission } from "./submission.ts";

/** The submissions in a folder or a roster, whatever is doubtful. @throws UsageError if `source` is neither */
export async function discoverClass(source: string, layout: Layout): Promise<readonly Submission[]> {
  return (await findClass(source, layout)).submissions;
}

/** The same with what is doubtful. @throws UsageError */
export async function findClass(source: string, layout: Layout, options: ReadingOptions = {}): Promise<FoundClass> {
  const found = await stat(source).catch((cause: unknown) => {
    throw new UsageError(`${source} does not exist: expected a folder of submissions or a roster (.csv)`, { cause });
  });
  if (found.isDirectory()) return discoverFolder(source, layout, options);
  if (/\.(csv|tsv|txt)$/i.test(source)) {
    // Loaded only if needed: a folder has no use for the CSV parser.
    const { discoverRoster } = await import("./roster.ts");
    return { submissions: await discoverRoster(source), told: [], doubts: [] };
  }
  throw new UsageError(
    `${source} is neither a folder of submissions nor a roster (.csv); unpack the archive that an LMS downloads first`,
  );
}
