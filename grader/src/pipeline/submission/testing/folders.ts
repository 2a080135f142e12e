import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { writeFiles } from "../../../shared/write-files.ts";

/** File contents by path. */
export type Tree = Readonly<Record<string, string | Uint8Array>>;

/** An empty folder that is removed after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "submission-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Makes a folder with these files, in a temporary folder. */
export async function makeFolder(tree: Tree, name = "homework"): Promise<string> {
  const folder = join(await temporaryFolder(), name);
  await writeFiles(folder, Object.entries(tree));
  return folder;
}

/** Makes a file in a temporary folder. */
export async function makeFile(name: string, contents: string | Uint8Array): Promise<string> {
  return join(await makeFolder({ [name]: contents }), name);
}
