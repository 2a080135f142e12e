import { describe, expect, it } from "vitest";
import { SAMPLE_RESULTS } from "../../pipeline/report/testing/sample-results.ts";
import { parseClassFacts, toClass } from "./class-facts.ts";

const result = SAMPLE_RESULTS["some-failed"]!;
const entry = {
  id: "s1",
  name: "Ada",
  status: "graded",
  folder: "ada",
  sha256: "0".repeat(64),
  score: 66,
  maxScore: 100,
};
const facts = (...submissions: readonly object[]) =>
  parseClassFacts({ schema: "robustness-lab/class/v1", grader: { version: "1" }, submissions });

describe("a class", () => {
  it("gives each result the ids of its author", () => {
    const one = (lms?: object) => toClass([{ name: "ada", result }], facts({ ...entry, lms })).exportables;
    const known = { folder: "ada", result, id: "s1", name: "Ada" };
    expect(one({ kind: "moodle", participantId: "101" })).toEqual([{ ...known, moodleId: "101" }]);
    expect(one({ kind: "canvas", userId: "7", late: true })).toEqual([{ ...known, canvasId: "7" }]);
    expect(one({ kind: "canvas-anonymous", anonymousId: "x", late: false })).toEqual([known]);
    expect(one({ kind: "moodle" })).toEqual([known]);
  });

  it("without class.json has the names of folders", () => {
    expect(toClass([{ name: "ada", result }])).toEqual({ exportables: [{ folder: "ada", result }], left: [] });
  });

  it("lists whoever has no result, and results of nobody, which are not exported", () => {
    const { exportables, left } = toClass(
      [
        { name: "ada", result },
        { name: "old", result },
      ],
      facts(
        entry,
        { id: "s2", name: "Bob", status: "grader-fault", problem: "out of memory" },
        { id: "s3", name: "s3", status: "pending" },
        { ...entry, id: "s4", name: "", folder: "gone" },
      ),
    );
    expect(exportables.map(({ folder }) => folder)).toEqual(["ada"]);
    expect(left).toEqual([
      { what: "old", why: "class.json has no such folder" },
      { what: "s2 (Bob)", why: "grader-fault: no result: out of memory" },
      { what: "s3", why: "pending: no result" },
      { what: "s4", why: "the result in gone is missing" },
    ]);
  });

  it("is refused where it is of another version", () => {
    expect(() => parseClassFacts({ schema: "robustness-lab/class/v2", submissions: [] })).toThrow();
  });
});
