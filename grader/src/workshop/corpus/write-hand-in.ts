import { mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import type { SampleSubmission } from "@robustness-lab/fixtures/corpus";
import { stubOf, writeRewrittenSolution } from "./rewritten-solution.ts";

/**
 * Writes a submission into an empty folder, ready to be graded.
 *
 * @returns the folder or the archive to hand in
 * @throws Error when it changes what the base does not have
 */
export async function writeHandIn(handIn: SampleSubmission, folder: string): Promise<string> {
  const top = join(folder, "homework");
  await mkdir(top);
  if (handIn.base !== "nothing") await writeBase(handIn, top);
  for (const [path, contents] of Object.entries(handIn.files ?? {})) await writeOver(join(top, path), contents);
  for (const [path, target] of Object.entries(handIn.links ?? {})) await link(join(top, path), target);
  if (handIn.archive === undefined) return top;
  const archive = join(folder, handIn.archive.name);
  await writeFile(archive, await handIn.archive.pack(await filesIn(top)));
  return archive;
}

async function writeBase(handIn: SampleSubmission, top: string): Promise<void> {
  const { bodies = {}, before = {} } = handIn;
  assertKnown(handIn);
  const isStubs = handIn.base === "stubs";
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
  if (unknown.length > 0) throw new Error(`${id} changes what no exercise has: ${unknown.join(", ")}`);
}

async function writeOver(path: string, contents: string | Uint8Array | null): Promise<void> {
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
  const contents = await Promise.all(files.map((file) => readFile(file)));
  return new Map(files.map((file, index) => [file.slice(top.length + 1), contents[index] as Uint8Array]));
}
