import { mkdir, readdir, readFile, rm, symlink, lstat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { WRITTEN_QUESTIONS } from "../../pipeline/score/written.ts";
import { inScratchFolder } from "../../shared/testing/grade-for-tests.ts";
import { InvalidChange, MistakesInFile, openMarks, type Edit, type OpenMarks } from "./edit-file.ts";
import { parseMarks } from "./parse-marks.ts";

/* Real files. */

const SETTINGS = { marker: "Grace", questions: WRITTEN_QUESTIONS };
const give = (name: string, bound: number, comment?: string): Edit => ({
  name,
  sha256: "9".repeat(64),
  questions: new Map([["W1", { points: new Map([["bound", bound]]), ...(comment === undefined ? {} : { comment }) }]]),
});
const change = (marks: OpenMarks, ...edits: readonly Edit[]) => marks.change(() => edits);

async function boundsIn(file: string): Promise<Readonly<Record<string, number | null | undefined>>> {
  const { submissions, mistakes } = parseMarks(await readFile(file, "utf8"), file, WRITTEN_QUESTIONS);
  expect(mistakes).toEqual([]);
  return Object.fromEntries(
    submissions.map(({ name, questions }) => [name, questions.get("W1")?.value.points.get("bound")]),
  );
}

async function inFile(work: (file: string, folder: string) => Promise<void>): Promise<void> {
  await inScratchFolder((folder) => work(join(folder, "marks.yaml"), folder));
}

test("the first change writes the file, with the marker and the checksum, and leaves nothing beside it", async () => {
  await inFile(async (file, folder) => {
    const marks = await openMarks(file, SETTINGS);
    expect(await readdir(folder)).toEqual([]);
    await change(marks, give("ada", 0.5), give("bob", 1));
    expect(await boundsIn(file)).toEqual({ ada: 0.5, bob: 1 });
    expect(await readFile(file, "utf8")).toContain(
      'marker: Grace\n\nsubmissions:\n\n  ada:\n    sha256: "999999999999"\n',
    );
    expect(await readdir(folder)).toEqual(["marks.yaml"]);
    expect([...marks.marks().keys()]).toEqual(["ada", "bob"]);
  });
});

test("changes that are asked for at once are written one after the other, and none is lost", async () => {
  await inFile(async (file) => {
    const marks = await openMarks(file, SETTINGS);
    await Promise.all(Array.from({ length: 20 }, (_, index) => change(marks, give(`s${index}`, index % 2))));
    expect(Object.keys(await boundsIn(file))).toHaveLength(20);
  });
});

test("an edit by hand is read before the next change, which keeps it", async () => {
  await inFile(async (file) => {
    const marks = await openMarks(file, SETTINGS);
    await change(marks, give("ada", 1), give("bob", 1));
    await writeFile(file, (await readFile(file, "utf8")).replace("bound: 1", "bound: 0.5 # by hand"));
    await change(marks, give("bob", 0));
    expect(await boundsIn(file)).toEqual({ ada: 0.5, bob: 0 });
    expect(await readFile(file, "utf8")).toContain("bound: 0.5 # by hand");
    await writeFile(file, "submissions:\n  eve:\n    W1:\n      bound: 1\n");
    expect(await marks.refresh()).toBe(true);
    expect([...marks.marks().keys()]).toEqual(["eve"]);
    expect(await marks.refresh()).toBe(false);
  });
});

test("with a mistake by hand nothing is written until it is corrected", async () => {
  await inFile(async (file) => {
    const marks = await openMarks(file, SETTINGS);
    await change(marks, give("ada", 1));
    const good = await readFile(file, "utf8");
    const broken = good.replace("bound: 1", "bound: 7");
    await writeFile(file, broken);
    await expect(change(marks, give("bob", 1))).rejects.toThrow(/marks\.yaml:\d+:14: bound: got 7, which is too many/);
    expect(await readFile(file, "utf8")).toBe(broken);
    expect([...marks.marks().keys()]).toEqual(["ada"]);
    await expect(openMarks(file, SETTINGS)).rejects.toThrow(MistakesInFile);
    await writeFile(file, good);
    await change(marks, give("bob", 1));
    expect(await boundsIn(file)).toEqual({ ada: 1, bob: 1 });
  });
});

test("a file with mistakes is read once, and again when it is written again", async () => {
  await inFile(async (file) => {
    const marks = await openMarks(file, SETTINGS);
    await change(marks, give("ada", 1));
    const good = await readFile(file, "utf8");
    const writeAt = async (text: string, seconds: number): Promise<void> => {
      await writeFile(file, text);
      await utimes(file, seconds, seconds);
    };
    await writeAt(good.replace("bound: 1", "bound: 7"), 1000);
    expect([await marks.refresh(), await marks.refresh()]).toEqual([true, false]);
    expect(marks.broken()).toContain("bound: got 7");
    // The same size and time: only reading it would tell.
    await writeAt(good, 1000);
    expect(await marks.refresh()).toBe(false);
    await writeAt(good, 1001);
    expect([await marks.refresh(), marks.broken()]).toEqual([true, undefined]);
  });
});

test("mistakes found while writing a change are reported by the next refresh", async () => {
  await inFile(async (file) => {
    const marks = await openMarks(file, SETTINGS);
    await change(marks, give("ada", 1));
    await writeFile(file, (await readFile(file, "utf8")).replace("bound: 1", "bound: 7"));
    await expect(change(marks, give("bob", 1))).rejects.toThrow("got 7");
    expect([await marks.refresh(), await marks.refresh()]).toEqual([true, false]);
  });
});

test("a file that was removed is written again with all marks", async () => {
  await inFile(async (file) => {
    const marks = await openMarks(file, SETTINGS);
    await change(marks, give("ada", 1));
    await rm(file);
    await change(marks, give("bob", 0.5));
    expect(await boundsIn(file)).toEqual({ ada: 1, bob: 0.5 });
  });
});

test("a file that is emptied by hand waits, because an editor may still write it", async () => {
  await inFile(async (file) => {
    const marks = await openMarks(file, SETTINGS);
    await change(marks, give("ada", 1));
    await writeFile(file, "");
    await expect(change(marks, give("bob", 1))).rejects.toThrow(/the file is empty/);
    expect(await readFile(file, "utf8")).toBe("");
    await rm(file);
    await change(marks, give("bob", 1));
    expect(await boundsIn(file)).toEqual({ ada: 1, bob: 1 });
  });
});

test("what cannot be written is refused with a sentence and is not remembered, and works again later", async () => {
  await inScratchFolder(async (folder) => {
    const file = join(folder, "class", "marks.yaml");
    await mkdir(join(folder, "class"));
    const marks = await openMarks(file, SETTINGS);
    await rm(join(folder, "class"), { recursive: true });
    await expect(change(marks, give("ada", 1))).rejects.toThrow(/^not saved: its folder is gone .*ENOENT/);
    expect([...marks.marks().keys()]).toEqual([]);
    await mkdir(join(folder, "class"));
    await change(marks, give("ada", 1));
    expect(await boundsIn(file)).toEqual({ ada: 1 });
  });
});

test("a comment that the file cannot hold is refused, with all other changes of the same request", async () => {
  await inFile(async (file) => {
    const marks = await openMarks(file, SETTINGS);
    const refused = change(marks, give("ada", 1), give("bob", 1, "x".repeat(2001)));
    await expect(refused).rejects.toThrow(new InvalidChange("comment: got 2001 characters, expected at most 2000"));
    await expect(change(marks, give("ada", 2))).rejects.toThrow(/bound: got 2/);
    await expect(readFile(file)).rejects.toThrow("ENOENT");
  });
});

test("a link stays a link, a blank marker is filled in, and drafts of a killed desk are removed", async () => {
  await inFile(async (file, folder) => {
    await writeFile(join(folder, "real.yaml"), "marker:   # who?\nsubmissions:\n");
    await symlink("real.yaml", file);
    await writeFile(join(folder, ".marks.yaml.99999999.draft"), "half");
    await change(await openMarks(file, SETTINGS), give("ada", 1));
    expect((await lstat(file)).isSymbolicLink()).toBe(true);
    expect(await readFile(join(folder, "real.yaml"), "utf8")).toContain("marker: Grace   # who?\n");
    expect(await readdir(folder)).toEqual(["marks.yaml", "real.yaml"]);
  });
});
