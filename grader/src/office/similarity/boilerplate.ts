import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { SOLUTION_FOLDER, TEMPLATE_FOLDER } from "../../shared/paths.ts";
import type { SourceFile } from "./syntax-tokens.ts";

/** What every student was given, and the reference, which is what is asked for. */
export async function readBoilerplate(): Promise<readonly SourceFile[]> {
  const found = await Promise.all([TEMPLATE_FOLDER, SOLUTION_FOLDER].map((folder) => readSources(folder)));
  return found.flat();
}

/** The sources in the src/ of a folder. */
export async function readSources(folder: string): Promise<readonly SourceFile[]> {
  const names = await readdir(join(folder, "src"), { recursive: true });
  const code = names.filter((name) => /\.[jt]s$/.test(name) && !/\.test\.ts$/.test(name)).sort();
  return Promise.all(
    code.map(async (name) => ({
      path: `src/${name.replaceAll("\\", "/")}`,
      text: await readFile(join(folder, "src", name), "utf8"),
    })),
  );
}
