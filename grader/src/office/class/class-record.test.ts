import { expect, test } from "vitest";
import { inScratchFolder } from "../../shared/testing/grade-for-tests.ts";
import { CLASS_SCHEMA_ID, type ClassEntry, type ClassFile } from "./class-file.ts";
import { readClass } from "./class-folder.ts";
import { openRecord } from "./class-record.ts";
import { withKnownFolders } from "./latecomers.ts";
import { planClass } from "./plan.ts";

const SETTINGS = {
  grader: { version: "0.1.0", digest: "a".repeat(64), engine: "wasm", isolation: "bubblewrap", seed: 7 },
  course: { deadline: "2026-10-01 23:59 +02:00" },
} as const;
const student = (id: string) => ({ id, name: "Ada Byron", location: { kind: "path", path: id } }) as const;
const graded = (id: string, folder: string, sha256: string): ClassEntry => {
  return { id, name: "Ada Byron", status: "graded", folder, sha256: sha256.repeat(64), score: 1, maxScore: 2 };
};
const classOf = (...submissions: readonly ClassEntry[]): ClassFile => ({
  schema: CLASS_SCHEMA_ID,
  ...SETTINGS,
  submissions,
});

test("a time outlasts a run without --times if the files are the same, and no other", async () => {
  const submittedAt = "2026-10-01T22:59:59Z";
  const before = classOf({ ...graded("1", "Ada Byron", "b"), submittedAt });
  await inScratchFolder(async (out) => {
    const record = openRecord(planClass([student("1")]), SETTINGS, before, { out, keepsOthers: false });
    await record.set(graded("1", "Ada Byron", "b"));
    expect(record.file().submissions).toMatchObject([{ submittedAt, lateness: { minutes: 60, days: 1 } }]);
    await record.set(graded("1", "Ada Byron", "c"));
    expect(record.file().submissions).toEqual([graded("1", "Ada Byron", "c")]);
    const later = "2026-10-01T20:00:00Z";
    await record.set({ ...graded("1", "Ada Byron", "b"), submittedAt: later });
    expect(record.file().submissions).toMatchObject([{ submittedAt: later, lateness: { minutes: 0 } }]);
  });
});

test("two lanes that finish at once are both in class.json", async () => {
  const planned = planClass([student("1"), student("2")]);
  for (let round = 0; round < 40; round += 1) {
    await inScratchFolder(async (out) => {
      const record = openRecord(planned, SETTINGS, undefined, { out, keepsOthers: false });
      await Promise.all(planned.map(({ id, folder }) => record.set(graded(id, folder, "b"))));
      expect(await readClass(out)).toEqual(record.file());
    });
  }
});

test("a namesake who comes later leaves the folder of the first, with the marks in it", () => {
  const before = classOf(graded("2", "Ada Byron", "b"));
  const [one, two] = withKnownFolders(planClass([student("1"), student("2")]), before);
  expect(two?.folder).toBe("Ada Byron");
  expect(one?.folder).toMatch(/^Ada Byron-[0-9a-f]{6}$/);
});
