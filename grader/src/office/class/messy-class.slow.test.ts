import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { graderVersion } from "../../pipeline/grade/grader-version.ts";
import { needsNoReview } from "@robustness-lab/fixtures/hand-in";
import { isolationForOurs } from "../../pipeline/run/isolation/index.ts";
import { CHEAP } from "../../shared/testing/small-class.ts";
import type { ClassFile } from "./class-file.ts";
import { gradeClass } from "./grade-class.ts";
import { readResultOf } from "./results.ts";
import { writeMessyClass, type MessyStudent } from "./testing/messy-class.ts";
import { ALL, UPLOADS } from "./testing/messy-uploads.ts";

/* A messy class, graded for real in one cheap check, which the reference passes. */

let folder: string;
let students: readonly MessyStudent[];
let file: ClassFile;

beforeAll(async () => {
  folder = await mkdtemp(join(await realpath(tmpdir()), "messy-"));
  students = await writeMessyClass(join(folder, "in"), { seed: 20, layout: "moodle", students: UPLOADS.length });
  file = await gradeClass({
    source: join(folder, "in"),
    layout: "auto",
    out: join(folder, "out"),
    cacheFolder: join(folder, "cache"),
    engine: "wasm",
    isolation: await isolationForOurs(),
    graderVersion: await graderVersion(),
    seed: 7,
    only: [CHEAP],
    resume: false,
    signal: new AbortController().signal,
    events: { onStart: () => undefined, onBegun: () => undefined, onFinished: () => undefined },
  });
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

test("nobody is lost, and nobody has 0 points for a mistake in packing", () => {
  const entries = new Map(file.submissions.map((entry) => [entry.id, entry]));
  expect(entries.size).toBe(students.length);
  const wrong = students.flatMap(({ id, upload: { kind, expected } }) => {
    const entry = entries.get(id);
    const full = entry !== undefined && "score" in entry && entry.score === entry.maxScore;
    const isRight =
      "unreadable" in expected ? entry !== undefined && !("score" in entry) : full || expected.reads < ALL;
    return isRight ? [] : [{ kind, entry }];
  });
  expect(wrong).toEqual([]);
});

test("what was read calls for no manual review", async () => {
  const read = file.submissions.filter(({ status }) => status === "graded");
  const results = await Promise.all(read.map((entry) => readResultOf(join(folder, "out"), entry)));
  const odd = results.flatMap((result) =>
    (result?.warnings ?? []).filter(
      (warning) => !needsNoReview(warning) && !/isolation|permission model/.test(warning),
    ),
  );
  expect(odd).toEqual(["photos.zip was left out: it was handed in beside lab.zip, which is graded"]);
});
