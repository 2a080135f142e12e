import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Files by their paths below a folder. */
type FilesToWrite = Iterable<readonly [path: string, contents: string | Uint8Array]>;

/** Writes files below a folder, which is made if necessary. @param flag "wx" to fail if a file is there already */
export async function writeFiles(folder: string, files: FilesToWrite, flag: "w" | "wx" = "w"): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [path, contents] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), contents, { flag });
  }
}
