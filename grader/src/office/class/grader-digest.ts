import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../../shared/paths.ts";

/** All that a result depends on besides the submission, Node and the machine; the packages by their lock file. */
const PARTS = ["grader/src", "fixtures/src", "fixtures/engine", "fixtures/corpus", "solution/src"];
const LOCK = "package-lock.json";
/** What is never part of a grade. */
const ASIDE = /\.test\.ts$|[/\\](testing|goldens)[/\\]/;

/** A digest of the grader's own files. Two graders of one version with different ones may grade differently. */
export async function graderDigest(root: string = ROOT): Promise<string> {
  const files = (await Promise.all(PARTS.map((part) => filesIn(root, part)))).flat();
  const hash = createHash("sha256");
  for (const file of [LOCK, ...files]) {
    const bytes = await readFile(join(root, file));
    hash.update(`${file.replaceAll("\\", "/")}:${bytes.length}:`).update(bytes);
  }
  return hash.digest("hex");
}

async function filesIn(root: string, part: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, part), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files
    .filter((file) => !ASIDE.test(file))
    .map((file) => file.slice(root.length))
    .sort();
}
