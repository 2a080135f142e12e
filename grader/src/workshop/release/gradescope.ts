import { existsSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join, resolve } from "node:path";
import { UsageError } from "../../shared/errors.ts";
import { ROOT } from "../../shared/paths.ts";
import { runCommand } from "../../shared/run-command.ts";

const SCRIPTS = ["setup.sh", "run_autograder"].map((name) => `docs/deploy/gradescope/${name}`);

/**
 * Packs the last commit of this repository and Gradescope's two scripts: suites and solution too, so it is for staff only.
 *
 * @see https://gradescope-autograders.readthedocs.io/en/latest/specs/
 * @throws UsageError if the file exists, or this folder is not a git repository
 */
export async function packForGradescope(file: string, signal: AbortSignal): Promise<void> {
  const path = resolve(file);
  if (existsSync(path)) throw new UsageError(`${file} exists; choose another name, or remove it`);
  if (!existsSync(join(ROOT, ".git")))
    throw new UsageError(`${ROOT} is not a git repository, and its last commit is packed`);
  const git = (...args: readonly string[]) =>
    runCommand(["git", "-C", ROOT, ...args], { folder: ROOT, signal, purpose: `write ${file}` });
  const unfinished = `${path}.unfinished`;
  const scripts = SCRIPTS.map((script) => `--add-file=${script}`);
  await git("archive", "--format=zip", `--output=${unfinished}`, ...scripts, "HEAD");
  await rename(unfinished, path);
  const changed = await git("status", "--porcelain", "--untracked-files=no");
  if (changed !== "") console.error("warning: uncommitted changes are left out");
  console.log(`${file}: upload it to Gradescope (Configure Autograder); it contains the solution`);
}
