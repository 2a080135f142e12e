import { describe, expect, it } from "vitest";
import { SAMPLE_RESULTS } from "../../pipeline/report/testing/sample-results.ts";
import { CLASS_SCHEMA_ID, parseClassFile } from "../class/class-file.ts";
import { toExportables } from "./exportable.ts";

const result = SAMPLE_RESULTS["some-failed"]!;
const sha256 = "0".repeat(64);
const grader = { version: "1", digest: sha256, engine: "wasm", isolation: "bubblewrap", seed: 7 };
const entry = { id: "s1", name: "Ada", status: "graded", folder: "ada", sha256, score: 66, maxScore: 100 };
const classOf = (...submissions: readonly object[]) => parseClassFile({ schema: CLASS_SCHEMA_ID, grader, submissions });

describe("a class", () => {
  it("gives each result the ids of its author", () => {
    const one = (lms: object) => toExportables([{ name: "ada", result }], classOf({ ...entry, lms })).exportables;
    const known = { folder: "ada", result, id: "s1", name: "Ada" };
    expect(one({ kind: "moodle", participantId: "101" })).toEqual([{ ...known, moodleId: "101" }]);
    expect(one({ kind: "canvas", userId: "7", late: true })).toEqual([{ ...known, canvasId: "7" }]);
    expect(one({ kind: "canvas-anonymous", anonymousId: "x", late: false })).toEqual([known]);
    expect(one({ kind: "moodle" })).toEqual([known]);
  });

  it("without class.json uses the names of folders", () => {
    const exportables = [{ folder: "ada", result }];
    expect(toExportables([{ name: "ada", result }])).toEqual({ exportables, skipped: [] });
  });

  it("skips students without a result and results without a student", () => {
    const results = ["ada", "old"].map((name) => ({ name, result }));
    const { exportables, skipped } = toExportables(
      results,
      classOf(
        entry,
        { id: "s2", name: "Bob", status: "grader-fault", problem: "out of memory" },
        { id: "s3", name: "s3", status: "pending" },
        { ...entry, id: "s4", name: "", folder: "gone" },
      ),
    );
    expect(exportables.map(({ folder }) => folder)).toEqual(["ada"]);
    expect(skipped.map(({ what, why }) => ({ what, why }))).toEqual([
      { what: "old", why: "class.json has no such folder" },
      { what: "s2 (Bob)", why: "the grader failed: out of memory" },
      { what: "s3", why: "not graded yet" },
      { what: "s4", why: "the result in gone is missing" },
    ]);
  });

  it("is rejected if its schema has a different version", () => {
    expect(() => parseClassFile({ schema: "robustness-lab/class/v2", grader, submissions: [] })).toThrow();
  });
});
