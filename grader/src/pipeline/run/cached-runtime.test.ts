import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inScratchFolder } from "../../shared/testing/grade-for-tests.ts";
import { cachedRuntime } from "./cached-runtime.ts";

const filesIn = async (folder: string): Promise<readonly string[]> => (await readdir(folder)).sort();

test("a runtime is built once, then copied, and built again when a file that it was built from changes", async () => {
  await inScratchFolder(async (scratch) => {
    const cache = join(scratch, "cache");
    const index = join(cache, "wasm.json");
    const runtimeIn = (name: string) => cachedRuntime(join(scratch, name), "wasm", cache);

    const built = await runtimeIn("built");
    const first = await readFile(index, "utf8");
    const copied = await runtimeIn("copied");
    expect(copied).toEqual({ ...built, folder: join(scratch, "copied") });
    expect(await filesIn(copied.folder)).toEqual(await filesIn(built.folder));
    expect(await readFile(index, "utf8")).toBe(first);

    await writeFile(index, first.replace(/"state":"\w+"/, '"state":"another"'));
    await runtimeIn("changed");
    const second = await readFile(index, "utf8");
    expect(second).not.toBe(first);

    await rm((JSON.parse(second) as { runtime: { folder: string } }).runtime.folder, { recursive: true });
    expect(await filesIn((await runtimeIn("gone")).folder)).toEqual(await filesIn(built.folder));
    await writeFile(index, "{");
    expect(await filesIn((await runtimeIn("broken")).folder)).toEqual(await filesIn(built.folder));
  });
});
