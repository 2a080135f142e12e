import { readFile } from "node:fs/promises";

/** The version of the grader, which every result names. */
export async function graderVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8"));
  return (manifest as { version: string }).version;
}
