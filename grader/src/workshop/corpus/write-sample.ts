import { mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import type { SampleSubmission } from "@robustness-lab/fixtures/corpus";
import { stubOf, writeRewrittenSolution } from "./rewritten-solution.ts";

/**
 * Writes a sample submission into an empty folder.
 *
 * @returns the path to grade: a folder or an archive
 * @throws Error if the sample changes a function or a file that no exercise has
 */
export async function writeSample(sample: SampleSubmission, folder: string): Promise<string> {
  const top = join(folder, "homework");
  await mkdir(top);
  if (sample.base !== "nothing") await writeBase(sample, top);
  for (const [path, contents] of Object.entries(sample.files ?? {})) await overwrite(join(top, path), contents);
  for (const [path, target] of Object.entries(sample.links ?? {})) await link(join(top, path), target);
  if (sample.archive === undefined) return top;
  const archive = join(folder, sample.archive.name);
  await writeFile(archive, await sample.archive.pack(await filesIn(top)));
  return archive;
}

async function writeBase(sample: SampleSubmission, top: string): Promise<void> {
  const { bodies = {}, before = {} } = sample;
  assertKnown(sample);
  const isStubs = sample.base === "stubs";
  await writeRewrittenSolution(top, (name) => bodies[name] ?? (isStubs ? stubOf(name) : undefined));
  for (const [file, code] of Object.entries(before)) {
    const target = join(top, "src", file);
    await writeFile(target, `${code}${await readFile(target, "utf8")}`);
  }
}

function assertKnown({ id, bodies = {}, before = {} }: SampleSubmission): void {
  const functions = EXERCISES.flatMap((exercise) => exercise.functions);
  const files = EXERCISES.map(({ file }) => file);
  const unknown = [
    ...Object.keys(bodies).filter((name) => !functions.includes(name)),
    ...Object.keys(before).filter((name) => !files.includes(name)),
  ];
  if (unknown.length > 0) throw new Error(`${id} changes ${unknown.join(", ")}, which no exercise has`);
}

/** @param contents null removes the file or folder at the path */
async function overwrite(path: string, contents: string | Uint8Array | null): Promise<void> {
  if (contents === null) return rm(path, { recursive: true });
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, contents);
}

async function link(path: string, target: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await rm(path, { force: true });
  await symlink(target, path);
}

async function filesIn(top: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const entries = await readdir(top, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(files.map(async (file) => [file.slice(top.length + 1), await readFile(file)] as const)),
  );
}
