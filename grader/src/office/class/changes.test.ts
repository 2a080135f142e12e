import { describe, expect, it } from "vitest";
import { SAMPLE_RESULTS, sampleResult } from "../../pipeline/report/testing/sample-results.ts";
import type { Result } from "../../pipeline/score/result.ts";
import { changesOf } from "./changes.ts";
import type { ClassEntry } from "./class-file.ts";

const ENTRY = { id: "1", name: "Ada", status: "graded" } as ClassEntry;
const BOTH = { before: ENTRY, after: ENTRY };

/** A result in which only some checks were judged. */
function onlyOf(result: Result, ids: readonly string[]): Result {
  return { ...result, only: ids, partial: true, checks: result.checks.filter(({ id }) => ids.includes(id)) } as Result;
}

describe("a submission graded before and after", () => {
  const wrong = sampleResult("Ada", { "2.8-pgd": null, "2.4-fgsm": null });
  const right = sampleResult("Ada", { "2.4-fgsm": null });

  it("is not touched if its points are the same", () => {
    expect(changesOf(BOTH, [wrong, wrong])).toEqual([]);
    expect(changesOf(BOTH, [wrong, onlyOf(wrong, ["2.8-pgd"])])).toEqual([]);
  });

  it("gains a check, with its score before and after", () => {
    const points = right.checks.find(({ id }) => id === "2.8-pgd")?.maxPoints ?? NaN;
    const before = wrong.status === "graded" ? wrong.score : NaN;
    const expected = {
      ...{ id: "1", name: "Ada", check: "2.8-pgd" },
      ...{ before: { words: "failed", points: 0 }, after: { words: "passed", points } },
      scores: [before, before + points],
    };
    expect(changesOf(BOTH, [wrong, right])).toEqual([expected]);
    expect(changesOf(BOTH, [wrong, onlyOf(right, ["2.8-pgd"])])).toEqual([expected]);
  });

  it("is touched by other points for the same verdict", () => {
    const checks = right.checks.map((each) =>
      each.id === "1.1-hingeLoss" ? { ...each, points: 7, maxPoints: 7 } : each,
    );
    const changes = changesOf(BOTH, [right, { ...right, checks } as Result]);
    expect(changes.map(({ check, after }) => [check, after])).toEqual([
      ["1.1-hingeLoss", { words: "passed", points: 7 }],
    ]);
  });

  it("has checks that only one of two whole runs knows", () => {
    const checks = right.checks.filter(({ id }) => id !== "2.8-pgd");
    const changes = changesOf(BOTH, [right, { ...right, checks } as Result]);
    expect(changes.map(({ check, after }) => [check, after])).toEqual([["2.8-pgd", { words: "absent", points: null }]]);
  });

  it("is listed whole if one of the two has no result", () => {
    const unreadable = { id: "1", name: "Ada", status: "unreadable", problem: "odd" } as const;
    const change = changesOf({ before: ENTRY, after: unreadable }, [right, undefined]);
    expect(change.map(({ check, before, after }) => [check, before.words, after.words])).toEqual([
      [null, "graded", "unreadable"],
    ]);
    expect(changesOf({ before: undefined, after: ENTRY }, [undefined, right])[0]?.before.words).toBe("absent");
    expect(changesOf({ before: unreadable, after: unreadable }, [undefined, undefined])).toEqual([]);
  });

  it("that had nothing to grade starts from 0", () => {
    const empty = SAMPLE_RESULTS["submission-error"] as Result;
    const [change] = changesOf(BOTH, [empty, right]);
    expect(change?.scores?.[0]).toBe(0);
  });
});
