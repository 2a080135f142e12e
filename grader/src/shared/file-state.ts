import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { ROOT } from "./paths.ts";

/**
 * Paths, sizes and times of files, to find out if something built from them is still current.
 *
 * @param files relative to the grader
 * @throws Error if one is gone
 */
export function stateOf(files: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of ["../package-lock.json", ...files]) {
    const { size, mtimeMs } = statSync(resolve(ROOT, "grader", file));
    hash.update(`${file}:${size}:${mtimeMs};`);
  }
  return hash.digest("hex");
}
