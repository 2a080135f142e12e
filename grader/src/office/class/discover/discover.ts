import { stat } from "node:fs/promises";
import { UsageError } from "../../../shared/errors.ts";
import { discoverFolder, type Layout } from "./folder.ts";
import type { HandedIn } from "./handed-in.ts";

/** Who handed in, by a folder of submissions or a roster. @throws UsageError where it is neither */
export async function discoverClass(source: string, layout: Layout): Promise<readonly HandedIn[]> {
  const found = await stat(source).catch((cause: unknown) => {
    throw new UsageError(`${source} does not exist: expected a folder of submissions or a roster (.csv)`, { cause });
  });
  if (found.isDirectory()) return discoverFolder(source, layout);
  if (/\.(csv|tsv|txt)$/i.test(source)) {
    // When it is needed: a folder has no use for a reader of tables.
    const { discoverRoster } = await import("./roster.ts");
    return discoverRoster(source);
  }
  throw new UsageError(
    `${source} is neither a folder of submissions nor a roster (.csv); what an LMS lets you download is to be unpacked first`,
  );
}
