import { appendFile, mkdir, rename, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inScratchFolder } from "../../shared/testing/grade-for-tests.ts";
import type { SubmissionLocation } from "./discover/submission.ts";
import { openReadings, type Reading } from "./readings.ts";

const READING: Reading = {
  inspected: { status: "problem", name: "ada", sha256: "0", message: "empty", notes: [] },
  notes: ["a note"],
};

test.each<readonly [string, (path: (name: string) => string) => Promise<void>, Reading | undefined]>([
  ["nothing", () => Promise.resolve(), READING],
  ["an ignored file", (path) => writeFile(path("ada/Thumbs.db"), "x"), READING],
  ["the contents of a file", (path) => appendFile(path("ada/src/a.ts"), "x"), undefined],
  ["the time of a file", (path) => utimes(path("ada/src/a.ts"), 1, 1), undefined],
  ["the name of a file", (path) => rename(path("ada/src/a.ts"), path("ada/src/b.ts")), undefined],
  ["a new file", (path) => writeFile(path("ada/answers.md"), ""), undefined],
])("a reading is recalled only if its files are as they were: %s", async (_, change, expected) => {
  await inScratchFolder(async (folder) => {
    const path = (name: string): string => join(folder, name);
    await mkdir(path("ada/src"), { recursive: true });
    await writeFile(path("ada/src/a.ts"), "1");
    const location: SubmissionLocation = { kind: "path", path: path("ada") };
    const readings = openReadings(path("cache"), "this");
    expect(await readings.recall(location)).toBeUndefined();
    await readings.remember(location, READING);
    await change(path);
    expect(await openReadings(path("cache"), "this").recall(location)).toEqual(expected);
    expect(await openReadings(path("cache"), "another").recall(location)).toBeUndefined();
    expect(await openReadings(path("cache"), "this").recall({ kind: "nothing", problem: "" })).toBeUndefined();
  });
});

test("a reading is not kept if its files changed while they were read", async () => {
  await inScratchFolder(async (folder) => {
    const location: SubmissionLocation = { kind: "path", path: join(folder, "a.zip") };
    await writeFile(location.path, "1");
    const readings = openReadings(join(folder, "cache"), "this");
    await readings.recall(location);
    await writeFile(location.path, "22");
    await readings.remember(location, READING);
    expect(await readings.recall(location)).toBeUndefined();
  });
});
