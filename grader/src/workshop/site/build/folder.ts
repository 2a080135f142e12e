import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "../../../shared/errors.ts";
import { codeOf } from "../../../shared/write-error.ts";
import { CONTENT_FILE, CONTENT_SCHEMA } from "../page/content.ts";

/** Asserts that a folder is missing, empty, or a site of an earlier build. @throws UsageError otherwise */
export async function assertReplaceable(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return [];
    throw new UsageError(`${folder} is not a folder that a site can be written to`, { cause: error });
  });
  if (names.length === 0 || (await isSite(folder))) return;
  throw new UsageError(
    `${folder} has other things in it (${names.slice(0, 3).join(", ")}): give a new folder, an empty one, or one with an earlier site`,
  );
}

async function isSite(folder: string): Promise<boolean> {
  try {
    const content = JSON.parse(await readFile(join(folder, CONTENT_FILE), "utf8")) as { readonly schema?: unknown };
    return content.schema === CONTENT_SCHEMA;
  } catch {
    return false;
  }
}
