import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../../shared/paths.ts";

/** Everything that determines a result, except submission, Node and machine. The lock file identifies the packages. */
const FOLDERS = ["grader/src", "fixtures/src", "fixtures/engine", "fixtures/corpus", "solution/src"];
const LOCK = "package-lock.json";
/** Files that do not affect results. */
const EXCLUDED = /\.test\.ts$|[/\\](testing|goldens)[/\\]/;

/** A digest of the grader's files. It distinguishes graders of the same version that may grade differently. */
export async function graderDigest(): Promise<string> {
  const files = (await Promise.all(FOLDERS.map(filesIn))).flat();
  const hash = createHash("sha256");
  for (const file of [LOCK, ...files]) {
    const bytes = await readFile(join(ROOT, file));
    hash.update(`${file.replaceAll("\\", "/")}:${bytes.length}:`).update(bytes);
  }
  return hash.digest("hex");
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files
    .filter((file) => !EXCLUDED.test(file))
    .map((file) => file.slice(ROOT.length))
    .sort();
}
