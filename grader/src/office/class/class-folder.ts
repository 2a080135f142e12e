import { access, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { FaultError, UsageError } from "../../shared/errors.ts";
import { parseResult, type Result } from "../../pipeline/score/result.ts";
import { CLASS_FILE, parseClassFile, renderClassFile, type ClassFile } from "./class-file.ts";

/** The class in a folder; undefined where there is none. @throws UsageError for a class.json that is not ours */
export async function readClass(folder: string): Promise<ClassFile | undefined> {
  const file = join(folder, CLASS_FILE);
  try {
    return parseClassFile(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR")) return undefined;
    throw new UsageError(`${file} is no class of this grader: choose another folder`, { cause: error });
  }
}

/** Writes class.json, whole or not at all. @throws UsageError, FaultError */
export async function writeClass(file: ClassFile, folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await writeFileAtomic(join(folder, CLASS_FILE), renderClassFile(file));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    if (hasCode(error, "ENOSPC", "EDQUOT", "EIO", "EMFILE")) {
      throw new FaultError(`${CLASS_FILE} cannot be written to ${folder} (${code})`, { cause: error });
    }
    throw new UsageError(`cannot write to ${folder} (${code}): choose another directory with --out`, { cause: error });
  }
}

/** What a run that was killed between writing a file and giving it its name left at the top of a class. */
const LEFTOVER = /^(class\.json|overview\.(html|csv|json))\.\d+$/;

/** Clears up after a run that was killed. */
export async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const leftovers = names.filter((name) => LEFTOVER.test(name));
  await Promise.all(leftovers.map((name) => rm(join(folder, name), { force: true })));
}

/** The result in a submission's folder; undefined where there is none, or none that is whole. */
export async function readResultIn(folder: string): Promise<Result | undefined> {
  try {
    // result.json comes last, but somebody may have taken a report away since.
    await Promise.all(["report.html", "report.md"].map((name) => access(join(folder, name))));
    return parseResult(JSON.parse(await readFile(join(folder, "result.json"), "utf8")));
  } catch {
    return undefined;
  }
}

function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}
