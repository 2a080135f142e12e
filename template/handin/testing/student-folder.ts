import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** Contents of files by path; null removes a file. */
export type Changes = Readonly<Record<string, string | Uint8Array | null>>;

/** A student's folder with the reference's src/, or the stubs, and with packages, removed after the test. */
export async function studentFolder(source: "solution" | "template", changes: Changes = {}): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "handin-test-")));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const filter = (path: string) => !/\.test\.ts$/.test(path);
  await cp(join(ROOT, source, "src"), join(folder, "src"), { recursive: true, filter });
  await cp(join(ROOT, "template/src/index.ts"), join(folder, "src/index.ts"));
  for (const file of ["answers.md", "package.json", "vitest.config.ts", "tests/helpers.ts", "tests/setup.ts"]) {
    await cp(join(ROOT, "template", file), join(folder, file));
  }
  await cp(join(ROOT, "template/tests/linear/losses.test.ts"), join(folder, "tests/linear/losses.test.ts"));
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  for (const [path, content] of Object.entries(changes)) await change(join(folder, path), content);
  return folder;
}

async function change(path: string, content: string | Uint8Array | null): Promise<void> {
  if (content === null) return rm(path, { recursive: true });
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
