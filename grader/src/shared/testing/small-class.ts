import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HOSTILE, makeZip } from "@robustness-lab/fixtures/corpus";
import { copySolution } from "../../pipeline/diagnose/variants/patch.ts";

/** A check that takes little time; the student "Ada" fails it. */
export const CHEAP = "hingeLoss.values";

/** Writes a class of five: correct, wrong under a name that differs only in case, correct as a zip, unreadable, a tar that takes an hour to read. */
export async function writeSmallClass(folder: string): Promise<void> {
  await mkdir(folder);
  await copySolution(join(folder, "ada"));
  await copySolution(join(folder, "Ada"));
  await writeFile(join(folder, "Ada", "src", "linear", "losses.ts"), "export const hingeLoss = (z) => z;\n");
  await writeFile(join(folder, "김민준.zip"), await zipOf(join(folder, "ada")));
  await writeFile(join(folder, "odd.rar"), "Rar!\u001a\u0007");
  await mkdir(join(folder, "hours"));
  const tar = HOSTILE.find(({ id }) => id === "tar-of-headers")?.archive?.pack(new Map());
  await writeFile(join(folder, "hours", "homework.tar.gz"), await tar!);
}

/** Zips all files of a folder. */
export async function zipOf(folder: string): Promise<Uint8Array> {
  const entries = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((each) => each.isFile());
  const paths = entries.map((each) => join(each.parentPath, each.name));
  const items = paths.map(async (path) => ({ path: path.slice(folder.length + 1), contents: await readFile(path) }));
  return makeZip(await Promise.all(items));
}
