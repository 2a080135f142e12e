import { mkdir, readdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../../../shared/paths.ts";
import { writeFiles } from "../../../shared/write-files.ts";
import { readRelease } from "../../../workshop/release/write-release.ts";

/** Writes the student's repository, with our packages. Its fixtures are its own, as coverage tells files apart by folder. */
export async function installRelease(folder: string): Promise<void> {
  await writeFiles(folder, await readRelease());
  const packages = join(folder, "node_modules");
  await mkdir(join(packages, "@robustness-lab"), { recursive: true });
  for (const name of await readdir(join(ROOT, "node_modules"))) {
    if (name !== "@robustness-lab") await symlink(join(ROOT, "node_modules", name), join(packages, name));
  }
  await symlink(join(folder, "fixtures"), join(packages, "@robustness-lab/fixtures"));
}
