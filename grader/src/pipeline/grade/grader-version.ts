import { readFile } from "node:fs/promises";
import { ROOT } from "../../shared/paths.ts";

/** The version of the grader, which every result contains. */
export async function graderVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(`${ROOT}grader/package.json`, "utf8"));
  return (manifest as { version: string }).version;
}
