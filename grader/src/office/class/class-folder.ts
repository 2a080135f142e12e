import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { UsageError } from "../../shared/errors.ts";
import { codeOf, toWriteError } from "../../shared/write-error.ts";
import { CLASS_FILE, parseClassFile, renderClassFile, type ClassFile } from "./class-file.ts";

/** Reads class.json in a folder; undefined if there is none. @throws UsageError if it was not written by this grader */
export async function readClass(folder: string): Promise<ClassFile | undefined> {
  const file = join(folder, CLASS_FILE);
  try {
    return parseClassFile(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(codeOf(error))) return undefined;
    throw new UsageError(
      `${file} is not a ${CLASS_FILE} of this grader: choose another folder or grade the class again`,
      { cause: error },
    );
  }
}

/** Writes class.json atomically. @throws UsageError, FaultError */
export async function writeClass(file: ClassFile, folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await writeFileAtomic(join(folder, CLASS_FILE), renderClassFile(file));
  } catch (error) {
    throw toWriteError(error, folder);
  }
}

/** Temporary files of write-file-atomic. */
const LEFTOVER = /^(class\.json|changes\.csv|(overview|similarity)\.(html|csv|json))\.\d+$/;

/** Removes the temporary files of a run that was killed while it wrote. */
export async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const leftovers = names.filter((name) => LEFTOVER.test(name));
  await Promise.all(leftovers.map((name) => rm(join(folder, name), { force: true })));
}
